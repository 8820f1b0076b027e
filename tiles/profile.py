"""The portrait of one area: its first sentence, and what is known of its children per domain."""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures, known, scans, startfoto
from model import dutch
from model.catalogue import Domain, Indicator
from model.choices import Choices
from model.region import level_of, parent_of, path_of
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


@dataclass(frozen=True)
class DomainCard:
    """What is known of the children of an area in one domain, the layers apart."""

    domain: Domain
    measured: tuple[str, ...]
    """A line for each figure about children, or that there is none at this level."""
    schools: str
    """What schools say."""


def domains(cursor: Cursor, choices: Choices) -> list[DomainCard]:
    """A card for each domain, with the latest figures up to the chosen year."""
    catalogue = known.catalogue(cursor)
    path = areas.named(cursor, path_of(choices.area)[::-1])
    sent = scans.count(cursor, choices.area, choices.audience)
    delayed = scans.delayed(cursor, choices.area, choices.audience)
    cards = []
    for domain in Domain:
        indicators = {row.id: row for row in catalogue.indicators.values() if row.domain is domain}
        cards.append(
            DomainCard(domain, _measured(cursor, indicators, choices, path), _schools(delayed.get(domain, 0), sent))
        )
    return cards


def _measured(
    cursor: Cursor, indicators: Mapping[str, Indicator], choices: Choices, path: Mapping[str, areas.Area]
) -> tuple[str, ...]:
    """The figures of the area itself, else of the smallest area around it that has any."""
    nothing = f"Geen cijfer over kinderen op het niveau van de {level_of(choices.area)}."
    for code, area in path.items():
        rows = figures.latest(cursor, list(indicators), [code], code, choices.period).frame
        lines = [
            f"{indicators[one].label}: {words.value_text(indicators[one], value, status)} ({period})"
            for one, value, status, period in rows[["indicator", "value", "status", "period"]].to_numpy()
        ]
        if lines and code == choices.area:
            return tuple(lines)
        if lines:
            return (nothing, *(f"{area.name}: {line}" for line in lines))
    return (nothing,)


def _schools(delayed: int, sent: int) -> str:
    """In schools, never in pupils: each school sets its own threshold."""
    if not sent:
        return "Scholen: geen schoolscan."
    if sent == 1:
        return f"Scholen: de ene school met een schoolscan meldt {'' if delayed else 'geen '}leerlingen met vertraging."
    number = delayed or "geen"
    return f"Scholen: {number} van de {sent} scholen met een schoolscan melden leerlingen met vertraging."
