"""The burn chart and the bars of spending: every line by its own dash and mark, amounts to the cent."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from charts import burn, spending
from model.disclosed import Disclosed

MONTHS = [date(2021, 7, 1), date(2021, 8, 1), date(2021, 9, 1)]
ENDS = [date(2021, 7, 31), date(2021, 8, 31), date(2021, 9, 30)]
LAST = date(2021, 9, 30)


def lines(spent: list[int | None], received: list[int | None], planned: list[int]) -> Disclosed:
    over = [None if a is None or b is None else max(a - b, 0) for a, b in zip(spent, received, strict=True)]
    frame = pd.DataFrame(
        {
            "month": MONTHS,
            "day": ENDS,
            "spent_cents": spent,
            "committed_cents": [None if one is None else one + 500 for one in spent],
            "received_cents": received,
            "prefinanced_cents": over,
            "in_hand_cents": [0, 0, None],
            "planned_cents": planned,
            "even_cents": [100, 200, 300],
            "due_cents": [0, 0, 0],
        }
    )
    amounts = [name for name in frame if str(name).endswith("_cents")]
    return Disclosed(frame.astype(dict.fromkeys(amounts, "Int64")))


def ahead(low: int | None = None) -> Disclosed:
    names = ("plan_cents", "pace_cents", "low_cents", "high_cents")
    high = None if low is None else low + 400
    rows = {"month": MONTHS[1:], "day": ENDS[1:]} | dict(
        zip(names, ([20_100, 30_000], [20_100, 25_050], [low, low], [high, high]), strict=True)
    )
    return Disclosed(pd.DataFrame(rows).astype(dict.fromkeys(names, "Int64")))


def drawn(received: int = 0, low: int | None = None, **marks: object) -> go.Figure:
    table = lines([10_050, 20_100, None], [received, received, None], [10_000, 20_000, 30_000])
    said = {"as_of": ENDS[1], "last_day": LAST, "granted": 50_000} | marks
    return burn.burn(table, ahead(low), burn.Marks(**said))  # type: ignore[arg-type]


def named(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data if trace.name}


def words(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_every_line_has_a_dash_or_a_mark_of_its_own() -> None:
    styles = [
        (trace.line.dash, trace.marker.symbol)
        for name, trace in named(drawn(received=30_000)).items()
        if trace.mode.startswith("lines")
    ]
    assert len(styles) == 7
    assert len(set(styles)) == len(styles)


def test_what_is_spent_ends_on_the_day_that_is_looked_at_and_is_told_to_the_euro() -> None:
    spent = named(drawn())["besteed"]
    assert list(spent.x) == ["2021-07-31", "2021-08-31"]
    assert list(spent.y) == [100.5, 201.0]
    assert spent.text[-1] == "€\N{NO-BREAK SPACE}201 op 31 augustus 2021"


def test_both_forecasts_begin_where_spending_ends() -> None:
    traces = named(drawn())
    for name in ("als het plan lukt", "als het tempo zo blijft"):
        assert (traces[name].x[0], traces[name].y[0]) == ("2021-08-31", 201.0)


def test_prefinancing_is_a_striped_band_only_where_more_is_spent_than_came_in() -> None:
    band = named(drawn(received=15_000))["voorgefinancierd"]
    assert list(band.y) == [150.0, 201.0]
    assert band.fillpattern.shape == "/"
    assert "voorgefinancierd" not in named(drawn(received=30_000))


def test_the_spread_is_drawn_only_where_there_is_one() -> None:
    spread = "spreiding van het tempo (8 van de 10 keer)"
    assert spread not in named(drawn())
    assert spread in named(drawn(low=21_000))


def test_the_day_the_grant_and_the_school_year_stand_in_the_picture() -> None:
    found = words(drawn())
    assert "stand per 31 augustus 2021" in found
    assert "toegekend €\N{NO-BREAK SPACE}500" in found
    assert "21/22" in found


def test_payments_that_came_in_are_filled_and_those_to_come_open() -> None:
    payments = [(date(2021, 8, 20), 10_000, True), (date(2021, 9, 30), 5_000, False)]
    trace = named(drawn(payments=payments))["betaling (open: nog niet ontvangen)"]
    assert list(trace.marker.symbol) == ["triangle-up", "triangle-up-open"]
    assert "ontvangen op 20 augustus 2021" in trace.text[0]


def test_a_note_is_text_and_no_markup() -> None:
    figure = drawn(notes=[(date(2021, 8, 5), "<b>Raad</b> & college")])
    [note] = [one for one in figure.layout.annotations if one.hovertext]
    assert (note.text, note.hovertext) == ("1", "&lt;b&gt;Raad&lt;/b&gt; &amp; college")


def cuts(**amounts: int) -> Disclosed:
    return Disclosed(
        pd.DataFrame(
            {
                "key": list(amounts),
                "label": [name.replace("_", " ") for name in amounts],
                "cents": list(amounts.values()),
                "bookings": [1] * len(amounts),
                "share_pct": [0.0] * len(amounts),
            }
        )
    )


def test_a_bar_gives_its_key_and_tells_its_amount_to_the_cent() -> None:
    [bar] = spending.cuts(cuts(huur=123_456, nog_niet_toegewezen=50), "nog_niet_toegewezen").data
    assert list(bar.y) == ["huur", "nog_niet_toegewezen"]
    assert bar.customdata[0][1] == "€\N{NO-BREAK SPACE}1.234,56"
    assert list(bar.marker.pattern.shape) == ["", "/"], "what has no place yet is striped"


def test_more_came_in_than_was_spent_is_a_bar_to_the_left() -> None:
    figure = spending.cuts(cuts(terug=-5_000, uit=10_000), "")
    assert figure.layout.xaxis.range[0] == -50.0


def test_the_plan_stands_as_a_mark_on_the_bar_of_what_is_spent() -> None:
    table = Disclosed(
        pd.DataFrame(
            {"name": ["A", "B"], "state": ["achter", "op plan"], "spent_cents": [100, 200],
             "planned_to_date_cents": [300, 200]}
        )
    )  # fmt: skip
    bars, marks = spending.plan(table).data
    assert list(bars.x) == [1.0, 2.0]
    assert list(marks.x) == [3.0, 2.0]
    assert "achter" in words(spending.plan(table))
