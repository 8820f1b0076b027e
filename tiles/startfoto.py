"""The words of the first page: the sentence, the key figures, and what is not known."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, comparable, needs, startfoto
from analysis.needs import Background
from analysis.startfoto import KeyFigure
from model import catalogue as catalogues
from model import dutch
from model.choices import Choices
from model.region import Level, municipality_of
from tiles import words


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
    delay: str
    figures: tuple[Figure, ...]
    peers: str
    unknown: tuple[str, ...]


def background_sentence(found: Background, level: Level) -> str:
    """Which areas stand out together, with how many children; or that none do."""
    if not found.top:
        return f"Tussen de {level.plural} zijn de verschillen in kans op achterstand te klein om er een aan te wijzen."
    children = f"{dutch.number(found.top_children)} kinderen, " if found.top_children else ""
    return (
        f"In {dutch.listing(found.top)} groeien kinderen het vaakst op met kans op achterstand "
        f"({children}CBS {found.periods})."
    )


def _value(figure: KeyFigure) -> str:
    unit = "" if figure.indicator.unit == "per 1.000" else figure.indicator.unit
    return dutch.quantity(figure.value, unit, figure.indicator.decimals)


def _comparison(figure: KeyFigure, country: str) -> str:
    unit = "" if figure.indicator.unit == "per 1.000" else figure.indicator.unit
    decimals = figure.indicator.decimals
    parts = []
    if figure.peer_value is not None:
        parts.append(f"Vergelijkbare gemeenten {dutch.quantity(figure.peer_value, unit, decimals)}")
    if figure.country_value is not None:
        parts.append(f"{country} {dutch.quantity(figure.country_value, unit, decimals)}")
    return " · ".join(parts) or "geen vergelijking geladen"


def page(cursor: Cursor, choices: Choices) -> Page:
    """The startfoto of the gemeente of the chosen area, with figures up to the chosen year."""
    catalogue = catalogues.current()
    municipality = municipality_of(choices.area) or choices.area
    path = areas.path_to(cursor, municipality)
    name, country = path[-1].name, path[0].name
    indicators = list(catalogue.indicators.values())
    found = needs.background(cursor, indicators, municipality, Level.WIJK, choices.period)
    peers = comparable.peers(cursor, municipality, choices.period)
    peer_names = sorted(area.name for area in areas.named(cursor, list(peers.regions)).values())
    children = startfoto.children(cursor, municipality, choices.period)
    living = f"Hier wonen {dutch.number(children[0])} kinderen van 0 tot 15 jaar ({children[1]})." if children else ""
    schools = startfoto.school_count(cursor, municipality)
    figures = tuple(
        Figure(
            label=figure.indicator.label + (" per 1.000" if figure.indicator.unit == "per 1.000" else ""),
            value=_value(figure),
            children=living,
            comparison=_comparison(figure, country),
            source=f"{catalogue.sources[figure.indicator.source].publisher} {figure.period}"
            + (" · modelschatting" if figure.indicator.is_modelled else ""),
            help=" ".join((figure.indicator.definition, *words.notes(figure.indicator))),
        )
        for figure in startfoto.key_figures(cursor, indicators, municipality, choices.period, peers)
    )
    return Page(
        name=name,
        background=background_sentence(found, Level.WIJK),
        delay=_delay(schools),
        figures=figures,
        peers=_peers(peers, peer_names),
        unknown=_unknown(found, schools, name),
    )


def _delay(schools: int) -> str:
    of = f"van 0 van de {schools} scholen" if schools else "van geen enkele school"
    return (
        f"Over de vertraging door corona weten we nog niets: {of} is een schoolscan geladen. "
        "Kans op achterstand is niet hetzelfde als vertraging door corona."
    )


def _peers(peers: comparable.Peers, names: list[str]) -> str:
    if not names:
        return "Er zijn geen vergelijkbare gemeenten geladen (even stedelijk, ongeveer evenveel jongeren)."
    return (
        f"Vergelijkbare gemeenten zijn even stedelijk (klasse {peers.urbanity}) en hebben ongeveer evenveel inwoners "
        f"jonger dan 25 jaar ({dutch.number(peers.young_pct, 1)}% hier): {dutch.listing(names)}. "
        "Getoond is de middelste van hun cijfers."
    )


def _unknown(found: Background, schools: int, name: str) -> tuple[str, ...]:
    gaps = [
        "Hoeveel vertraging kinderen hebben: er zijn nog geen schoolscans.",
        "Hoe kinderen zich voelen, per wijk: er zijn nog geen GGD-cijfers over kinderen; de gezondheidscijfers hier "
        "zijn modelschattingen over volwassenen.",
    ]
    if not schools:
        gaps.append(f"Welke scholen er in {name} zijn: het scholenregister is nog niet geladen.")
    unranked = int(found.areas.frame["score"].isna().sum())
    if unranked:
        gaps.append(
            f"Hoe {unranked} {'wijk' if unranked == 1 else 'wijken'} ervoor staan: daar wonen te weinig kinderen of zijn te weinig cijfers "
            "bekend voor een score."
        )
    return tuple(gaps)
