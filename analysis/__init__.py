"""The measures: a cursor in, a disclosed table out."""
