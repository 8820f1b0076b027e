"""Text can be read, marks can be seen, and no scale needs colour vision."""

from itertools import combinations, pairwise

import pytest

from charts import theme
from charts.gaps import MARKS
from tests.charts.colours import EYES, contrast, difference, lab

WHITE = "#ffffff"
SCALES = {**{layer.value: colours for layer, colours in theme.SEQUENTIAL.items()}, "geen richting": theme.NEUTRAL}


@pytest.mark.parametrize("colour", [theme.TEXT, theme.MUTED])
def test_text_on_white_has_the_contrast_that_wcag_asks(colour: str) -> None:
    assert contrast(colour, WHITE) >= 4.5


@pytest.mark.parametrize("colour", [theme.LIT, *theme.OTHERS])
def test_marks_and_lines_on_white_have_the_contrast_that_wcag_asks(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


@pytest.mark.parametrize("scale", SCALES)
def test_borders_make_the_lightest_areas_visible_on_white(scale: str) -> None:
    assert contrast(theme.MUTED, WHITE) >= 3
    assert contrast(theme.MUTED, SCALES[scale][0]) >= 3
    assert contrast(theme.MUTED, theme.NO_FIGURE) >= 3


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scale", SCALES)
def test_each_class_is_clearly_darker_than_the_one_before(scale: str, eyes: str) -> None:
    lightness = [lab(colour, eyes)[0] for colour in SCALES[scale]]
    steps = [lighter - darker for lighter, darker in pairwise(lightness)]
    assert min(steps) >= 9


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scale", SCALES)
def test_no_class_looks_like_too_few_or_no_figure(scale: str, eyes: str) -> None:
    assert min(difference(theme.TOO_FEW, colour, eyes) for colour in SCALES[scale]) >= 12
    assert min(difference(theme.NO_FIGURE, colour, eyes) for colour in SCALES[scale]) >= 8


def test_too_few_and_no_figure_are_clearly_different_from_each_other() -> None:
    assert contrast(theme.TOO_FEW, theme.NO_FIGURE) >= 2.5
    assert contrast(theme.TOO_FEW, WHITE) >= 3
    assert theme.NO_FIGURE != WHITE


@pytest.mark.parametrize("eyes", EYES)
def test_verdicts_that_lie_beside_each_other_on_a_map_can_be_told_apart(eyes: str) -> None:
    colours = [mark.colour for mark in MARKS.values()]
    assert min(difference(one, other, eyes) for one, other in combinations(colours, 2)) >= 10


PLOTLYS_DARK = "#444444"  # plotly writes in a cell in this or in white, whichever it is seen better in


@pytest.mark.parametrize("verdict", MARKS)
def test_the_words_in_a_cell_can_be_read(verdict: str) -> None:
    mark = MARKS[verdict]
    assert contrast(mark.colour, WHITE if mark.is_dark else PLOTLYS_DARK) >= 4.5
