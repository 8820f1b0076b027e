"""A time line: a bar a measure from its first to its last day, its state told by word and pattern."""

from datetime import date
from typing import Any

import pandas as pd

from charts.timeline import Span, timeline
from model.disclosed import Disclosed
from model.measure import MeasureState

FIRST, LAST = date(2021, 7, 1), date(2023, 7, 31)
YEARS = [("2021/2022", date(2021, 8, 1), date(2022, 7, 31)), ("2022/2023", date(2022, 8, 1), LAST)]
SPAN = Span(FIRST, LAST, YEARS)
DAY_MS = 86_400_000


def table(*rows: dict[str, Any]) -> Disclosed:
    empty = {"name": "Zomerschool", "state": "loopt", "start": None, "end": None, "days": ""}
    return Disclosed(pd.DataFrame([empty | row for row in rows]))


def bars(*rows: dict[str, Any], span: Span = SPAN) -> list[tuple[str, int | None]]:
    """Where each bar begins and how many days it is long, in the order of the rows."""
    found = {}
    for trace in timeline(table(*rows), span).data:
        for place, begin, length in zip(trace.y, trace.base, trace.x, strict=True):
            found[place] = (begin, None if length is None else int(length / DAY_MS))
    return [found[place] for place in sorted(found)]


def words(*rows: dict[str, Any], span: Span = SPAN) -> list[str]:
    return [one.text for one in timeline(table(*rows), span).layout.annotations]


def test_a_bar_has_its_first_and_its_last_day() -> None:
    assert bars({"start": date(2022, 7, 18), "end": date(2022, 7, 29)}) == [("2022-07-18", 12)]


def test_what_begins_before_or_ends_after_the_figure_goes_to_its_edge() -> None:
    whole = ("2021-07-01", 761)
    assert bars({"start": date(2018, 1, 1), "end": date(2099, 1, 1)}, {"end": LAST}, {"start": FIRST}) == [whole] * 3


def test_what_has_no_days_or_runs_elsewhere_has_its_line_and_no_bar() -> None:
    rows: tuple[dict[str, Any], ...] = (
        {},
        {"start": date(2022, 2, 1), "end": date(2022, 1, 1)},
        {"end": date(2020, 1, 1)},
    )
    assert [length for _, length in bars(*rows)] == [None, None, None]
    assert words(*rows).count("Zomerschool") == 3


def test_every_state_has_its_own_pattern_and_its_word_beside_the_bar() -> None:
    rows = [{"state": state.value, "start": FIRST, "end": LAST} for state in MeasureState]
    figure = timeline(table(*rows), SPAN)
    assert [trace.name for trace in figure.data] == [state.value for state in MeasureState]
    assert len({trace.marker.pattern.shape for trace in figure.data}) == len(MeasureState), "told apart without colour"
    assert {state.value for state in MeasureState} <= set(words(*rows))


def test_the_first_stands_on_top_and_each_has_a_row() -> None:
    figure = timeline(table({"name": "Een"}, {"name": "Twee"}), SPAN)
    low, high = figure.layout.yaxis.range
    assert low > high, "the first row has the smallest number"
    assert figure.layout.height - timeline(table({}), SPAN).layout.height == 46


def test_the_school_years_are_named_and_every_other_one_is_shaded() -> None:
    figure = timeline(table({}), SPAN)
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [("2021-08-01", "2022-08-01")]
    assert {"2021/2022", "2022/2023"} <= set(words({}))
    assert tuple(figure.layout.xaxis.range) == ("2021-07-01", "2023-08-01")


def test_today_is_a_line_where_it_is_known() -> None:
    today = Span(FIRST, LAST, YEARS, date(2022, 3, 1))
    assert "vandaag" in words({}, span=today)
    assert [shape.x0 for shape in timeline(table({}), today).layout.shapes][-1] == "2022-03-01"
    assert "vandaag" not in words({})


def test_a_name_is_text_and_not_endless() -> None:
    shown = words({"name": "<b>Vet</b> & <a href='x'>zo</a>"}, {"name": "Een " + "heel " * 40 + "lange naam"})
    assert "&lt;b&gt;Vet&lt;/b&gt; &amp;" in shown[0]
    assert "<" not in shown[0]
    assert shown[2].endswith("…")
    assert len(shown[2]) <= 34
