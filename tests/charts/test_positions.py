"""Dots from 0 to 100: one line an indicator, what is modelled or a fact apart from what is measured."""

import pandas as pd

from charts import theme
from charts.positions import positions
from model.catalogue import Direction, Layer
from model.disclosed import Disclosed
from tests.worlds import indicator

MEASURED, MODELLED = indicator("bijstand"), indicator("stress", is_modelled=True)
FACT = indicator("herkomst", Direction.NONE)
TABLE = Disclosed(
    pd.DataFrame(
        {
            "indicator": ["bijstand", "stress", "herkomst", "inkomen"],
            "position_comparable": [80.0, 20.0, 0.0, float("nan")],
            "position_country": [10.0, 10.0, 10.0, 10.0],
        }
    )
)
TEXTS = {"bijstand": "hoger dan 80%", "stress": "hoger dan 20%", "herkomst": "lager dan alle"}


def test_each_kind_of_figure_has_its_own_mark_and_name() -> None:
    figure = positions(TABLE, [MEASURED, MODELLED, FACT], "comparable", "Aandeel", TEXTS)
    dots = {trace.name: (list(trace.x), list(trace.y), list(trace.text)) for trace in figure.data}
    assert dots == {
        "gemeten": ([80.0], ["Bijstand"], ["hoger dan 80%"]),
        "modelschatting": ([20.0], ["Stress"], ["hoger dan 20%"]),
        "feit, hoger is niet beter of slechter": ([0.0], ["Herkomst"], ["lager dan alle"]),
    }
    assert len({trace.marker.symbol for trace in figure.data}) == 3, "told apart without colour too"
    assert figure.layout.xaxis.title.text == "Aandeel"


def test_a_layer_keeps_its_colour() -> None:
    measured = indicator("bijstand", layer=Layer.CHILDREN_MEASURED)
    colours = {
        positions(TABLE, [one], "comparable", "", TEXTS).data[0].marker.color for one in (MEASURED, measured, FACT)
    }
    assert colours == {
        theme.SEQUENTIAL[Layer.BACKGROUND][3],
        theme.SEQUENTIAL[Layer.CHILDREN_MEASURED][3],
        theme.NEUTRAL[3],
    }


def test_what_has_no_position_has_its_line_and_no_dot_and_the_first_stands_on_top() -> None:
    figure = positions(TABLE, [indicator("inkomen"), MEASURED], "comparable", "", TEXTS)
    assert [list(trace.y) for trace in figure.data] == [["Bijstand"]]
    assert list(figure.layout.yaxis.categoryarray) == ["Bijstand", "Inkomen"], "plotly counts from below"
    assert figure.layout.xaxis.range == (-3, 103)
