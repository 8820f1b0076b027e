"""The words of the first page: the sentence, the key figures, and what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, budget_pace, comparable, figures, known, measures, needs, scans, startfoto
from analysis.areas import alphabetical
from analysis.comparable import Peers
from analysis.needs import Score
from analysis.startfoto import KeyFigure
from model import dutch, menukaart
from model.catalogue import Catalogue, Domain, Indicator
from model.choices import Choices
from model.money import euros
from model.region import Level, municipality_of
from tiles import budget, gaps, score_words, words
from tiles import measures as measure_tiles
from tiles.tile import NoFigures

_MOST_CHOICES = 3


@dataclass(frozen=True)
class Figure:
    """One key figure as it is shown."""

    label: str
    value: str
    children: str
    comparison: str
    source: str
    help: str


@dataclass(frozen=True)
class Page:
    """All words of the startfoto of one municipality."""

    name: str
    background: str
    sureness: tuple[str, ...]
    """How sure the first sentence is: by other weights and by chance."""
    delay: str
    schools_say: str
    schools_do: str
    municipality_does: str
    """The measures of the gemeente."""
    gaps: str
    """Which gaps there may be; empty where the wijken are not known."""
    money: str
    """How much is left, and until when it can be spent."""
    figures: tuple[Figure, ...]
    peers: str
    unknown: tuple[str, ...]


def page(cursor: Cursor, choices: Choices) -> Page:
    """The startfoto of the gemeente of the chosen area, with figures up to the chosen year."""
    catalogue = known.catalogue(cursor)
    municipality = municipality_of(choices.area) or choices.area
    country, own = areas.path_to(cursor, municipality)
    indicators = list(catalogue.indicators.values())
    weights = dict(choices.weights)
    found = needs.background(cursor, indicators, municipality, Level.WIJK, choices.period, weights)
    peers = comparable.peers(cursor, municipality, choices.period)
    living = startfoto.children(cursor, municipality, choices.period)
    children = f"Hier wonen {dutch.number(living[0])} kinderen van 0 tot 15 jaar ({living[1]})." if living else ""
    key_figures = startfoto.key_figures(cursor, indicators, municipality, choices.period, peers)
    schools = startfoto.school_count(cursor, municipality)
    sent = scans.count(cursor, municipality, choices.audience)
    return Page(
        name=own.name,
        background=score_words.sentence(found, catalogue, Level.WIJK, own.name),
        sureness=score_words.sureness(found, catalogue, Level.WIJK),
        delay=_delay(schools, sent),
        schools_say=_schools_say(scans.delayed(cursor, municipality, choices.audience), sent),
        schools_do=_schools_do(scans.chosen(cursor, municipality, choices.audience)),
        municipality_does=_municipality_does(cursor, municipality),
        gaps=_gaps(cursor, choices, catalogue),
        money=_money(cursor, choices),
        figures=tuple(_figure(catalogue, figure, children, country.name, len(peers.regions)) for figure in key_figures),
        peers=_peers(peers, [area.name for area in areas.named(cursor, peers.regions).values()]),
        unknown=_unknown(found, schools, sent, _measured(cursor, indicators, municipality), own.name),
    )


def _measured(cursor: Cursor, indicators: Sequence[Indicator], municipality: str) -> set[Domain]:
    """The domains of which there are figures about children here."""
    available = figures.available(cursor, municipality)
    return {row.domain for row in indicators if row.domain is not None and row.id in available}


def _figure(catalogue: Catalogue, figure: KeyFigure, children: str, country: str, peers: int) -> Figure:
    indicator = figure.indicator
    source = catalogue.sources[indicator.source]
    return Figure(
        label=words.labelled(indicator),
        value=_value(figure, figure.value),
        children=children,
        comparison=_comparison(figure, country, peers),
        source=f"{source.publisher}, {catalogue.reference(indicator, figure.period)}"
        f"{' · modelschatting' if indicator.is_modelled else ''}",
        help=" ".join((indicator.definition, *words.notes(indicator))),
    )


def _value(figure: KeyFigure, value: float) -> str:
    """A number without the unit that stands in the label."""
    unit = "" if figure.indicator.label != words.labelled(figure.indicator) else figure.indicator.unit
    return dutch.quantity(value, unit, figure.indicator.decimals)


def _comparison(figure: KeyFigure, country: str, peers: int) -> str:
    """Comparable municipalities first, then the country."""
    parts = []
    if figure.peer_value is not None:
        of = "" if figure.peer_count == peers else f" ({figure.peer_count} van de {peers})"
        parts.append(f"Vergelijkbare gemeenten{of} {_value(figure, figure.peer_value)}")
    if figure.country_value is not None:
        parts.append(f"{country} {_value(figure, figure.country_value)}")
    return " · ".join(parts) or "geen vergelijking geladen"


_NOT_THE_SAME = "Kans op achterstand is niet hetzelfde als vertraging door corona."


def _delay(schools: int, sent: int) -> str:
    if sent:
        known = f"{sent} van de {schools} scholen" if schools else f"{sent} {'school' if sent == 1 else 'scholen'}"
        return f"Over de vertraging door corona vertellen {known} in hun schoolscan. {_NOT_THE_SAME}"
    of = f"van 0 van de {schools} scholen" if schools > 1 else "van geen enkele school"
    return f"Over de vertraging door corona weten we nog niets: {of} is een schoolscan geladen. {_NOT_THE_SAME}"


def _schools_say(delayed: Mapping[Domain, int], sent: int) -> str:
    """How many schools report a delay, per domain; never how many pupils, for each school sets its own threshold."""
    if not sent:
        return "Nog niets: er zijn nog geen schoolscans ingelezen."
    schools = "1 school stuurde" if sent == 1 else f"{sent} scholen stuurden"
    if not delayed:
        return f"{schools} een schoolscan, zonder aantallen leerlingen."
    domains = dutch.listing([f"{domain} {count}" for domain, count in delayed.items()])
    return f"{schools} een schoolscan. Zoveel scholen melden daarin leerlingen met vertraging: {domains}."


def _schools_do(chosen: Mapping[str, int]) -> str:
    """The interventions that most schools chose."""
    if not chosen:
        return "Nog niets: er zijn nog geen keuzes van scholen uit de menukaart ingelezen."
    known = menukaart.current()
    most = [f"{words.running(known[code].name)} ({count})" for code, count in chosen.items() if code in known]
    return f"Scholen kozen het vaakst uit de menukaart: {dutch.listing(most[:_MOST_CHOICES])} (aantal scholen)."


def _municipality_does(cursor: Cursor, municipality: str) -> str:
    rows = measures.of_municipality(cursor, municipality).frame
    return f"{measure_tiles.finding(rows)}." if len(rows) else "Nog niets: er zijn nog geen maatregelen ingevoerd."


def _gaps(cursor: Cursor, choices: Choices, catalogue: Catalogue) -> str:
    try:
        return f"{gaps.finding(gaps.view_of(choices, cursor, catalogue))}."
    except NoFigures:
        return ""


def _money(cursor: Cursor, choices: Choices) -> str:
    try:
        found = budget.position(cursor, choices)
    except NoFigures:
        return "Nog niet bekend: er zijn nog geen boekingen en geen toekenning ingevoerd."
    said = f"{budget.finding(found)}. Stand {dutch.day(found.as_of)}."
    if not found.granted or found.left < 0:
        return said
    weeks = dutch.counted(budget_pace.pace(found).weeks_to_go, "week", "weken")
    promised = f", waarvan {euros(found.committed)} vastgelegd" if found.committed else ""
    return f"{said} Er is {euros(found.left)} over{promised}; er zijn nog {weeks}."


def _peers(peers: Peers, names: Sequence[str]) -> str:
    if peers.urbanity is None:
        return "Met welke gemeenten te vergelijken is, blijkt pas als de Kerncijfers wijken en buurten geladen zijn."
    like = (
        f"even stedelijk (klasse {peers.urbanity}) en hebben ongeveer evenveel inwoners jonger dan 25 jaar "
        f"(hier {dutch.number(peers.young_pct, 1)}%)"
    )
    if not names:
        return f"Vergelijkbare gemeenten zijn {like}; zulke gemeenten zijn er niet bij de geladen cijfers."
    return (
        f"Vergelijkbare gemeenten zijn {like}: {dutch.listing(sorted(names, key=alphabetical))}. "
        "Getoond is de middelste waarde (mediaan) van hun cijfers."
    )


def _unknown_delay(silent: int, sent: int) -> str:
    if not sent:
        return "Hoeveel vertraging kinderen hebben: er zijn nog geen schoolscans."
    where = f" op de {silent} scholen zonder schoolscan" if silent > 1 else ""
    return (
        f"Hoeveel vertraging kinderen hebben{where}. Elke school legt zelf de grens, dus aantallen van scholen zijn "
        "niet op te tellen."
    )


def _unmeasured(measured: set[Domain]) -> list[str]:
    """The domains of which there is no figure about children."""
    if not measured:
        return [
            "Hoe kinderen zich voelen, per wijk: er zijn nog geen GGD-cijfers over kinderen. Wat er over gezondheid "
            "is, zijn modelschattingen over volwassenen."
        ]
    missing = dutch.listing([domain for domain in Domain if domain not in measured])
    return [f"Hoe het met kinderen gaat op het domein {missing}: daarover is geen cijfer."] if missing else []


def _unknown(found: Score, schools: int, sent: int, measured: set[Domain], name: str) -> tuple[str, ...]:
    gaps = [
        _unknown_delay(schools - sent, sent),
        *_unmeasured(measured),
    ]
    if not schools:
        gaps.append(f"Welke scholen er in {name} zijn: het scholenregister is nog niet geladen.")
    unscored = found.areas.frame[found.areas.frame["value"].isna()]
    if found.has_scores and len(unscored):
        gaps.append(
            f"Hoe {words.names(unscored, Level.WIJK)} ervoor {'staat' if len(unscored) == 1 else 'staan'}: "
            "daar wonen te weinig kinderen, of er zijn te weinig cijfers bekend, voor een achtergrondscore."
        )
    return tuple(gaps)
