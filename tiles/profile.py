"""The first sentence of the portrait of one area."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures, known, startfoto
from model import dutch
from model.choices import Choices
from model.region import parent_of
from tiles import words


def portrait(cursor: Cursor, choices: Choices) -> str:
    """How many people and children live here, and the chosen indicator beside the area around it."""
    indicator = known.catalogue(cursor).indicators[choices.indicator]
    around = parent_of(choices.area)
    names = areas.named(cursor, [code for code in (choices.area, around) if code])
    name = names[choices.area].name
    living = startfoto.children(cursor, choices.area, choices.period)
    children = f"{dutch.number(living[0])} kinderen van 0 tot 15 jaar" if living else "een onbekend aantal kinderen"
    if living and living[1] != choices.period:
        children += f" ({living[1]})"
    own = figures.value(cursor, indicator.id, choices.period, choices.area)
    if own is None:
        return f"In {name} wonen {children}. Van '{indicator.label}' is hier in {choices.period} geen cijfer."
    if indicator.id == figures.CHILDREN:
        return f"In {name} wonen {children} ({choices.period})."
    label = words.running(indicator.label) + (" (modelschatting)" if indicator.is_modelled else "")
    text = f"In {name} wonen {children}; {label}: {words.quantity(indicator, own)}"
    other = figures.value(cursor, indicator.id, choices.period, around) if around else None
    if around is None or other is None or indicator.unit == "aantal":
        return f"{text} in {choices.period}."
    return f"{text}, tegen {words.quantity(indicator, other)} in {names[around].name} ({choices.period})."
