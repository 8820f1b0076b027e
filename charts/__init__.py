"""Theme, maps and figures: a disclosed table in, a plotly figure out."""
