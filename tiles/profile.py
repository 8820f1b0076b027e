"""The first sentence of the portrait of one area."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, startfoto
from model import catalogue as catalogues
from model import dutch
from model.choices import Choices
from model.region import parent_of


def portrait(cursor: Cursor, choices: Choices) -> str:
    """How many people and children live here, and the chosen indicator beside the area around it."""
    indicator = catalogues.current().indicators[choices.indicator]
    around = parent_of(choices.area)
    names = areas.named(cursor, [code for code in (choices.area, around) if code])
    name = names[choices.area].name
    living = startfoto.children(cursor, choices.area, choices.period)
    children = f"{dutch.number(living[0])} kinderen van 0 tot 15 jaar" if living else "een onbekend aantal kinderen"
    own = startfoto.value(cursor, indicator.id, choices.period, choices.area)
    if own is None:
        return f"In {name} wonen {children}. Van '{indicator.label}' is hier in {choices.period} geen cijfer."
    text = dutch.quantity(own, indicator.unit, indicator.decimals)
    other = startfoto.value(cursor, indicator.id, choices.period, around) if around else None
    if other is None or indicator.unit == "aantal":
        return f"In {name} wonen {children}; {indicator.label.lower()}: {text} in {choices.period}."
    beside = dutch.quantity(other, indicator.unit, indicator.decimals)
    return (
        f"In {name} wonen {children}; {indicator.label.lower()}: {text}, "
        f"tegen {beside} in {names[around or ''].name} ({choices.period})."
    )
