"""What drawings of numbers need: round values along an axis, unbroken parts of a line, values as they are told."""

from collections.abc import Iterator
from math import floor, log10

from model import dutch
from reports.drawing import Bars, Series


def reach(drawing: Bars) -> tuple[float, float]:
    """The lowest and highest end of bars; 0 is always between them, and they are never the same."""
    places = range(len(drawing.categories))
    if drawing.is_stacked:
        ends = [sum(one.values[place] or 0.0 for one in drawing.series) for place in places]
    else:
        ends = [one.values[place] or 0.0 for one in drawing.series for place in places]
    lowest, highest = min([*ends, 0.0]), max([*ends, 0.0])
    return lowest, highest if highest > lowest else lowest + 1


def ticks(lowest: float, highest: float) -> list[float]:
    """Some five round values from the lowest to the highest, which is above it."""
    rough = (highest - lowest) / 5
    size = 10.0 ** floor(log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough)
    first, last = floor(lowest / step), floor(highest / step)
    return [step * place for place in range(first, last + 1) if step * place >= lowest]


def unbroken(series: Series) -> Iterator[list[tuple[int, float]]]:
    """The parts of a line between what is not known, each as places with values."""
    part: list[tuple[int, float]] = []
    for place, value in enumerate(series.values):
        if value is not None:
            part.append((place, value))
        elif part:
            yield part
            part = []
    if part:
        yield part


def moment(text: str) -> str:
    """A moment of a line: a year as it is, a day as month and year."""
    return f"{text[5:7]}-{text[:4]}" if len(text) == 10 else text


def told(value: float | None, format: str) -> str:
    """A value as the number format of a spreadsheet has it, the Dutch way."""
    if value is None:
        return dutch.NO_VALUE
    before, _, rest = format.rpartition("#,##0") if "#,##0" in format else ("", "", "")
    decimals = len(rest.partition(".")[2].rstrip('"%').replace('"', "")) if rest.startswith(".") else 0
    after = rest.split('"')[1] if '"' in rest else ""
    return f"{before.strip(chr(34))}{dutch.number(value, decimals)}{after}"
