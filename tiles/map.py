"""The map of one indicator."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import response
from charts import theme
from charts.maps import choropleth
from charts.schools import add_dots
from model.catalogue import Catalogue
from model.choices import Choices
from tiles import view as views
from tiles import words
from tiles.backdrop import backdrop_of
from tiles.tile import Kind, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The areas of the chosen level in classes; only the table where no borders are loaded. Raises NoFigures."""
    view = views.view_of(choices, cursor, catalogue)
    finding = views.extremes(view)
    found = backdrop_of(cursor, choices.frame, choices.level, choices.period)
    figure, marks = None, []
    if found is None:
        marks.append(f"Er zijn nog geen grenzen van {view.frame.name} geladen; de cijfers staan in de tabel.")
    else:
        backdrop, period = found
        figure = choropleth(view.table, view.indicator, backdrop, choices.classes, choices.lit)
        if choices.with_schools:
            table = response.schools(cursor, choices.frame)
            located = table.frame[table.frame["lon"].notna()]
            add_dots(figure, located, "school", theme.TEXT, size=8)
            if located.empty:
                marks.append("Van geen enkele school is bekend waar die staat; zie de pagina Schoolregister.")
        strays = len(set(view.table.frame["region"]) - backdrop.regions)
        if strays:
            verb = "staat" if strays == 1 else "staan"
            marks.append(f"{words.count(strays, view.level)} met een cijfer {verb} niet op deze kaart; zie de tabel.")
        if period != choices.period:
            marks.append(f"De kaart toont de grenzen van {period}, de cijfers zijn van {choices.period}.")
    return Tile(
        kind=Kind.MAP,
        title=finding,
        subtitle=f"{view.subtitle} · {theme.reading(view.indicator)}",
        figure=figure,
        table=views.listed(view),
        alt=views.alt("Kaart", view, finding),
        source=views.source(cursor, catalogue, view),
        notes=(*marks, *words.notes(view.indicator)),
    )
