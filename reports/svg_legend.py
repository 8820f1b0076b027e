"""What the colours of a drawing on a web page stand for: a list beside it, which is read as words."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from reports.drawing import Bars, Drawing, Key, Lines, Map, Series, Spans
from reports.markup import element
from reports.svg import DASHES, MUTED, PAPER


def legend(drawing: Drawing) -> Element | None:
    """What the colours stand for, as a list; None where there is nothing to tell apart."""
    if isinstance(drawing, Map):
        return _list(drawing.legend_title, [(_key(key), key.text) for key in drawing.legend])
    if isinstance(drawing, Lines):
        return _list("", [(_stroke(one), one.name) for one in drawing.series])
    if isinstance(drawing, Bars):
        named = [one for one in drawing.series if one.name and len(set(one.colours)) == 1]
        return _list("", [(_key(Key("", one.colours[0])), one.name) for one in named])
    if isinstance(drawing, Spans):
        states = dict(zip(drawing.states, drawing.colours, strict=False))
        return _list("", [(_key(Key("", colour)), state) for state, colour in states.items() if state])
    return None


def _list(title: str, keys: Sequence[tuple[Element, str]]) -> Element | None:
    if not keys:
        return None
    entries = [element("li", sign, f" {text}") for sign, text in keys]
    heading = element("p", title, class_="keys") if title else None
    return element("div", heading, element("ul", *entries), class_="legend")


def _key(key: Key) -> Element:
    look = {"fill": key.colour if key.is_filled else PAPER, "stroke": MUTED if key.is_filled else key.colour}
    if key.is_round:
        sign = element("circle", cx=11, cy=7, r=5, **look)
    else:
        sign = element("rect", x=1, y=1, width=20, height=12, **look)
    return element("svg", sign, viewBox="0 0 22 14", width=22, height=14, aria_hidden="true")


def _stroke(series: Series) -> Element:
    sign = element(
        "line", x1=0, y1=7, x2=34, y2=7, stroke=series.colours[0], stroke_width=3,
        stroke_dasharray=DASHES.get(series.dash),
    )  # fmt: skip
    return element("svg", sign, viewBox="0 0 34 14", width=34, height=14, aria_hidden="true")
