"""What each figure of the screen comes to without a browser: bars, lines, spans and grids with the right numbers."""

from collections.abc import Mapping

import plotly.graph_objects as go
import pytest

from model.catalogue import Domain
from model.choices import Choices
from model.region import Level
from reports.drawing import Bars, Drawing, Grid, Lines, Map, Spans
from reports.figures import addresses, drawing_of
from store import Store
from tiles import Kind, NoFigures, Tile, build
from tiles.polygons import polygons

CHOICES = Choices(
    "GM9901", Level.WIJK, "laag_inkomen", "2020", domain=Domain.COGNITIVE, beside=("WK990101",), school_year=""
)
COMES_TO: Mapping[Kind, type] = {
    Kind.MAP: Map,
    Kind.RANKING: Bars,
    Kind.TREND: Lines,
    Kind.BACKGROUND: Map,
    Kind.DOMAIN: Map,
    Kind.SCHOOLS: Map,
    Kind.RESPONSE_PER_BOARD: Bars,
    Kind.RESPONSE_PER_SECTOR: Bars,
    Kind.RESPONSE_MAP: Map,
    Kind.MEASURES: Spans,
    Kind.GAPS: Grid,
    Kind.GAPS_MAP: Map,
    Kind.BURN: Lines,
    Kind.BUDGET_CUTS: Bars,
    Kind.BUDGET_PLAN: Bars,
}
"""The others are told by their table."""


@pytest.fixture(scope="module")
def made(example_store: Store) -> Mapping[Kind, tuple[Tile, Drawing | None]]:
    """Every tile of the example with its drawing."""
    found = {}
    with example_store.read() as cursor:
        for kind in Kind:
            try:
                tile = build(kind, CHOICES, cursor)
            except NoFigures:
                continue
            files = {address: polygons(cursor, address) for address in addresses(tile.figure)}
            found[kind] = tile, drawing_of(tile.figure, files, {}) if tile.figure is not None else None
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_tile_comes_to_its_drawing(made: Mapping[Kind, tuple[Tile, Drawing | None]], kind: Kind) -> None:
    tile, drawing = made[kind]
    assert type(drawing) is COMES_TO.get(kind, type(None))
    assert drawing is not None or len(tile.table) > 0, "without a drawing there must be a table"


def test_a_ranking_has_its_table_from_the_top(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    tile, drawing = made[Kind.RANKING]
    assert isinstance(drawing, Bars)
    assert drawing.categories[:3] == ("Zandkamp", "Ravelshoek", "Kooiveld")
    assert drawing.series[0].values[:3] == (17.2, 16.2, 15.4)
    assert drawing.number_format == '#,##0.0"%"'
    assert drawing.beside == ("Lindewaard", 9.6)
    told = tile.table.set_index("Wijk")["Huishoudens met een laag inkomen"].to_dict()
    for name, value in zip(drawing.categories, drawing.series[0].values, strict=True):
        assert value is not None
        assert f"{value:.1f}%".replace(".", ",") == told[name]


def test_stacked_bars_add_up_to_the_schools_of_a_board(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    tile, drawing = made[Kind.RESPONSE_PER_BOARD]
    assert isinstance(drawing, Bars)
    assert drawing.is_stacked
    assert [one.name for one in drawing.series] == ["met schoolscan", "nog geen schoolscan"]
    assert len({one.colours[0] for one in drawing.series}) == 2
    told = tile.table.set_index("Bestuur")
    for at, board in enumerate(drawing.categories):
        with_scan, without = (one.values[at] or 0 for one in drawing.series)
        assert with_scan == float(str(told.loc[board, "Met schoolscan"]))
        assert with_scan + without == float(str(told.loc[board, "Scholen"]))


def test_euros_are_written_as_euros(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    tile, drawing = made[Kind.BUDGET_CUTS]
    assert isinstance(drawing, Bars)
    assert drawing.number_format.startswith('"€ "#,##0')
    told = dict(zip(tile.table.iloc[:, 0], tile.table["Besteed"], strict=True))
    for name, value in zip(drawing.categories, drawing.series[0].values, strict=True):
        written = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        assert told[name].replace("\N{NO-BREAK SPACE}", " ") == f"€ {written}"


def test_what_was_planned_stands_beside_what_was_spent(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    drawing = made[Kind.BUDGET_PLAN][1]
    assert isinstance(drawing, Bars)
    assert [one.name for one in drawing.series] == ["besteed", "gepland tot nu"]
    at = drawing.categories.index("Zomerschool Zandkamp")
    assert [one.values[at] for one in drawing.series] == [89149.04, 68000.0]


def test_a_line_has_the_years_of_its_table(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    drawing = made[Kind.TREND][1]
    assert isinstance(drawing, Lines)
    assert drawing.moments == ("2019", "2020", "2021")
    assert {one.name: one.values for one in drawing.series} == {
        "Lindewaard": (9.5, 9.6, 9.6),
        "Voorbeeldland": (8.5, 8.5, 8.6),
    }
    assert [one.dash for one in drawing.series] == ["solid", "dash"]


def test_a_year_without_a_figure_is_a_gap_and_parts_of_a_line_are_one() -> None:
    figure = go.Figure()
    figure.add_scatter(
        x=["2018", "2019", "2020"], y=[1.0, None, 3.0], mode="lines", name="A", line={"color": "#111111"}
    )
    figure.add_scatter(x=["2020", "2021"], y=[3.0, 4.0], mode="lines", name="A", line={"color": "#111111"})
    figure.add_scatter(x=["2018", "2021"], y=[0.0, 9.0], mode="lines", name="band", fill="tonexty")
    drawing = drawing_of(figure, {}, {})
    assert isinstance(drawing, Lines)
    (line,) = drawing.series
    assert (drawing.moments, line.values) == (("2018", "2019", "2020", "2021"), (1.0, None, 3.0, 4.0))


def test_money_over_time_keeps_every_line_and_no_band(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    drawing = made[Kind.BURN][1]
    assert isinstance(drawing, Lines)
    names = [one.name for one in drawing.series]
    assert {"besteed", "ontvangen", "gelijkmatig tempo", "als het plan lukt"} <= set(names)
    assert len(names) == len(set(names))
    assert list(drawing.moments) == sorted(drawing.moments)
    assert all(len(one.values) == len(drawing.moments) for one in drawing.series)


def test_a_measure_runs_from_its_first_to_its_last_day(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    tile, drawing = made[Kind.MEASURES]
    assert isinstance(drawing, Spans)
    at = drawing.categories.index("Huiswerkclub in het buurthuis")
    assert (drawing.begins[at], drawing.ends[at]) == ("2021-09-01", "2022-07-31")
    periods = tile.table.set_index("Naam")["Looptijd"]
    for name, begin, end in zip(drawing.categories, drawing.begins, drawing.ends, strict=True):
        assert (begin is None) == (end is None)
        assert begin is None or end is None or begin <= end
        assert begin is None or begin[:4] in periods[name]
    assert drawing.first < drawing.last


def test_a_grid_has_one_colour_for_one_verdict(made: Mapping[Kind, tuple[Tile, Drawing | None]]) -> None:
    tile, drawing = made[Kind.GAPS]
    assert isinstance(drawing, Grid)
    assert drawing.columns == ("Cognitief", "Executief", "Sociaal", "Emotioneel")
    assert set(drawing.rows) == set(tile.table["Wijk"])
    assert all(len(row) == 4 for row in drawing.cells)
    colours: dict[str, set[str]] = {}
    for row in drawing.cells:
        for cell in row:
            colours.setdefault(cell.text, set()).add(cell.colour)
    assert len(colours) > 2
    assert all(len(of) == 1 for of in colours.values())


@pytest.mark.parametrize(
    ("told", "format"),
    [
        ("15,3%", '#,##0.0"%"'),
        ("12", "#,##0"),
        ("1.234", "#,##0"),
        ("€ 1.200", '"€ "#,##0'),
        ("-€ 1.200,50", '"€ "#,##0.00'),
    ],
)
def test_bars_are_written_in_a_spreadsheet_as_a_pointer_is_told_them(told: str, format: str) -> None:
    figure = go.Figure(go.Bar(x=[1.0], y=["a"], orientation="h", customdata=[["Naam", told]]))
    drawing = drawing_of(figure, {}, {})
    assert isinstance(drawing, Bars)
    assert (drawing.categories, drawing.number_format) == (("Naam",), format)


def test_bars_stand_as_on_the_screen_whichever_way_its_axis_runs() -> None:
    figure = go.Figure(go.Bar(x=[1.0, 2.0], y=["onder", "boven"], orientation="h", marker={"color": ["#111", "#222"]}))
    upwards = drawing_of(figure, {}, {})
    downwards = drawing_of(go.Figure(figure).update_yaxes(autorange="reversed"), {}, {})
    assert isinstance(upwards, Bars)
    assert isinstance(downwards, Bars)
    assert (upwards.categories, upwards.series[0].values) == (("boven", "onder"), (2.0, 1.0))
    assert upwards.series[0].colours == ("#222", "#111")
    assert downwards.categories == ("onder", "boven")


def test_texts_of_a_figure_lose_their_mark_up() -> None:
    figure = go.Figure(go.Bar(x=[1.0], y=["a &lt;b&gt; &amp; c"], orientation="h", name="x &amp; y"))
    drawing = drawing_of(figure, {}, {})
    assert isinstance(drawing, Bars)
    assert (drawing.categories, drawing.series[0].name) == (("a <b> & c",), "x & y")


def test_a_figure_without_traces_has_no_drawing() -> None:
    assert drawing_of(go.Figure(), {}, {}) is None
    assert addresses(None) == []
