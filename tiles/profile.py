"""The portrait of one area: a first sentence, a sentence per domain, its schools, and what is not known."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, change, figures, known, measures, needs, positions, response, scans, startfoto
from analysis.areas import Area
from analysis.change import Verdict
from analysis.positions import Among, Positions
from model import dutch
from model.catalogue import Catalogue, Domain, Indicator, Layer
from model.choices import Choices
from model.measure import MeasureState
from model.region import Level, country_of, level_of, municipality_of, path_of
from model.status import Status
from tiles import score_words, words
from tiles.response import with_scans

_ADDED = (MeasureState.DECIDED.value, MeasureState.RUNNING.value)
_SETS = ("comparable", "municipality", "country")


@dataclass(frozen=True)
class DomainCard:
    """What is known of the children of an area in one domain, the layers apart."""

    domain: Domain
    measured: tuple[str, ...]
    """A sentence for each figure about children, or that there is none at this level."""
    schools: str
    """What schools say."""
    is_of_area: bool
    """Whether the figures are of the area itself."""


@dataclass(frozen=True)
class Portrait:
    """All words of the profile of one area."""

    path: tuple[Area, ...]
    """The area and all around it, the largest first."""
    living: str
    """How many children live here: the first sentence."""
    background: str
    """The background score of the area and its place, or why it has none."""
    domains: tuple[DomainCard, ...]
    schools_said: str
    schools: pd.DataFrame
    """The schools of a wijk, as a table with Dutch headings; empty for larger areas."""
    measures: tuple[str, ...]
    """What the gemeente adds here, a line for each measure that was decided or runs."""
    unknown: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the area."""
        return self.path[-1].name


def portrait(cursor: Cursor, choices: Choices) -> Portrait:
    """The portrait of the chosen area, with the latest figures up to the chosen year."""
    catalogue = known.catalogue(cursor)
    path = areas.path_to(cursor, choices.area)
    living = startfoto.children(cursor, choices.area, choices.period)
    children = f"{dutch.number(living[0])} kinderen van 0 tot 15 jaar" if living else "een onbekend aantal kinderen"
    cards = domains(cursor, choices, catalogue, path)
    background, has_score = _background(cursor, choices, catalogue, path)
    schools_said, schools = _schools(cursor, choices)
    return Portrait(
        path=tuple(path),
        living=f"In {path[-1].name} wonen {children}{f' ({living[1]})' if living else ''}",
        background=background,
        domains=tuple(cards),
        schools_said=schools_said,
        schools=schools,
        measures=_measures(cursor, choices.area, path),
        unknown=_unknown(cursor, choices, cards, has_score),
    )


def _background(cursor: Cursor, choices: Choices, catalogue: Catalogue, path: Sequence[Area]) -> tuple[str, bool]:
    """The score of the area among the others of its level, and whether it has one."""
    level, name = level_of(choices.area), path[-1].name
    frame = municipality_of(choices.area) if level in (Level.WIJK, Level.BUURT) else country_of(choices.area)
    if level is Level.COUNTRY or frame is None:
        return "Een achtergrondscore (kans op achterstand) vergelijkt gebieden binnen een gemeente of het land.", False
    indicators = list(catalogue.indicators.values())
    found = needs.background(cursor, indicators, frame, level, choices.period, dict(choices.weights))
    rows = found.places().frame
    own = rows[(rows["region"] == choices.area) & rows["place"].notna()]
    around = areas.named(cursor, [frame])[frame].name
    if own.empty:
        return f"{name} heeft geen achtergrondscore (kans op achterstand): daarvoor is te weinig bekend.", False
    row, of = own.iloc[0], int(rows["place"].notna().sum())
    lows = [row[f"low_by_{by}"] for by in ("weights", "chance") if pd.notna(row[f"low_by_{by}"])]
    highs = [row[f"high_by_{by}"] for by in ("weights", "chance") if pd.notna(row[f"high_by_{by}"])]
    place = score_words.place(row["place"], min(lows, default=row["place"]), max(highs, default=row["place"]))
    return (
        f"Op de achtergrondscore (kans op achterstand) staat {name} op plaats {place} van de {words.count(of, level)} "
        f"in {around}; plaats 1 heeft de hoogste score ({found.periods}).",
        True,
    )


def domains(cursor: Cursor, choices: Choices, catalogue: Catalogue, path: Sequence[Area]) -> list[DomainCard]:
    """A card for each domain."""
    measured = [
        row
        for row in catalogue.indicators.values()
        if row.layer is Layer.CHILDREN_MEASURED and row.is_for(choices.ages)
    ]
    found = positions.positions(cursor, measured, choices.area, choices.period, catalogue.municipalities.values())
    sent = scans.count(cursor, choices.area, choices.audience)
    delayed = scans.delayed(cursor, choices.area, choices.audience)
    cards = []
    for domain in Domain:
        lines, is_of_area = _measured(cursor, [row for row in measured if row.domain is domain], choices, path, found)
        cards.append(DomainCard(domain, lines, _school_says(delayed.get(domain, 0), sent), is_of_area))
    return cards


def _measured(
    cursor: Cursor, indicators: Sequence[Indicator], choices: Choices, path: Sequence[Area], found: Positions
) -> tuple[tuple[str, ...], bool]:
    """A sentence for each figure of the area itself, else those of the smallest area around it that has any.

    And whether they are of the area itself.
    """
    rows = {row["indicator"]: row for row in found.table.frame.to_dict("records")}
    own = [row for row in indicators if row.id in rows and pd.notna(rows[row.id]["value"])]
    if own:
        return tuple(_sentence(cursor, row, rows[row.id], path, found) for row in own), True
    nothing = f"Geen cijfer over kinderen op {level_of(choices.area)}niveau."
    hidden = [row for row in indicators if row.id in rows and rows[row.id]["status"] == Status.TOO_FEW.value]
    if hidden:
        nothing = f"Te weinig waarnemingen om te tonen op {level_of(choices.area)}niveau."
    for area in path[-2::-1]:
        of_area = figures.latest(cursor, [row.id for row in indicators], [area.code], area.code, choices.period).frame
        by_id = {row.id: row for row in indicators}
        lines = [
            f"{area.name}: {words.running(by_id[one].label)} {words.value_text(by_id[one], value, status)} ({period})."
            for one, value, status, period in of_area[["indicator", "value", "status", "period"]].to_numpy()
        ]
        if lines:
            return (nothing, *lines), False
    return (nothing,), False


def _sentence(
    cursor: Cursor, indicator: Indicator, row: Mapping[Hashable, Any], path: Sequence[Area], found: Positions
) -> str:
    """The figure, where it stands among the fairest set that there is, and whether it changed."""
    area = path[-1]
    value, period = row["value"], str(row["period"])
    text = f"{indicator.label}: {words.value_text(indicator, value, str(row['status']))} ({period})"
    where = {"municipality": path[1].name if len(path) > 1 else "", "country": path[0].name}
    for among in _SETS if indicator.unit != "aantal" else ():  # a count follows the size of an area
        position = found.position(indicator.id, among)
        if position is not None:
            called = Among(among, area.level, where.get(among, ""), bool(row["is_whole"]))
            text += f", {positions.words(position, called)}"
            break
    return f"{text}{_changed(cursor, indicator, area.code, period)}."


def _changed(cursor: Cursor, indicator: Indicator, region: str, period: str) -> str:
    """`; duidelijk hoger dan in 2019`: the verdict on the period before, empty where there is no earlier figure."""
    years = change.series(cursor, indicator, [region])
    earlier = years.frame[(years.frame["period"] < period) & years.frame["value"].notna()]["period"]
    if earlier.empty:
        return ""
    before = str(earlier.max())
    found = change.between(years, indicator, region, before, period)
    if found.verdict in (Verdict.HIGHER, Verdict.LOWER):
        return f"; duidelijk {found.verdict} dan in {before}"
    if found.verdict is Verdict.NO_CLEAR_DIFFERENCE:
        return f"; geen duidelijk verschil met {before}"
    if found.verdict is Verdict.NOT_COMPARABLE:
        return f"; niet te vergelijken met {before} ({found.reason})"
    return f"; of het anders is dan in {before}, is niet te zeggen"


def _school_says(delayed: int, sent: int) -> str:
    """In schools, never in pupils: each school sets its own threshold."""
    if not sent:
        return "Scholen: geen schoolscan."
    if sent == 1:
        return f"Scholen: de ene school met een schoolscan meldt {'' if delayed else 'geen '}leerlingen met vertraging."
    number = delayed or "geen"
    return f"Scholen: {number} van de {sent} scholen met een schoolscan melden leerlingen met vertraging."


def _schools(cursor: Cursor, choices: Choices) -> tuple[str, pd.DataFrame]:
    """How many schools stand in the gemeente or in the wijk that the area is or lies in; for a wijk which."""
    if municipality_of(choices.area) is None:
        return "Scholen staan bij hun gemeente.", pd.DataFrame()
    rows = response.schools(cursor, choices.area, choices.audience).frame
    is_part = level_of(choices.area) in (Level.WIJK, Level.BUURT)
    if is_part:
        rows = rows[rows["wijk"] == path_of(choices.area)[2]]
    where = "in deze wijk" if is_part else "in deze gemeente"
    if rows.empty:
        return f"In het schoolregister staat geen school {where}, of het is nog niet geladen.", pd.DataFrame()
    sent = int(rows["has_scan"].sum())
    label = "deelde een schoolscan" if sent == 1 else "deelden een schoolscan"
    text = f"{dutch.counted(len(rows), 'school', 'scholen')} {where}; {dutch.number(sent) if sent else 'geen'} {label}."
    table = with_scans(rows, choices.audience)[["School", "Schoolscan", "Sector", "Leerlingen", "Bestuur"]]
    return text, table if is_part else pd.DataFrame()


def _measures(cursor: Cursor, area: str, path: Sequence[Area]) -> tuple[str, ...]:
    """The measures for the gemeente as a whole, and for a wijk or buurt those of its wijk."""
    municipality = municipality_of(area)
    if municipality is None:
        return ()
    rows = measures.of_municipality(cursor, municipality).frame
    wijk = path[2].name if len(path) > 2 else None
    lines = []
    for row in rows[rows["state"].isin(_ADDED)].to_dict("records"):
        if wijk is None or not row["wijken"] or wijk in row["wijken"]:
            where = "" if wijk is None or row["wijken"] else "; hele gemeente"
            whom = f", voor {dutch.listing(list(row['target_groups']))}" if row["target_groups"] else ""
            lines.append(f"{row['name']}{whom} ({row['state']}{where})")
    return tuple(lines)


def _unknown(cursor: Cursor, choices: Choices, cards: Sequence[DomainCard], has_score: bool) -> tuple[str, ...]:
    """What this portrait cannot say."""
    level = level_of(choices.area)
    without = [str(card.domain) for card in cards if not card.is_of_area]
    gaps = []
    if without:
        domains = f"{'het domein' if len(without) == 1 else 'de domeinen'} {dutch.listing(without)}"
        gaps.append(f"Hoe het met kinderen gaat op {domains}: daarover is geen cijfer op {level}niveau.")
    if not scans.count(cursor, choices.area, choices.audience):
        gaps.append("Wat scholen hier zien: er is geen schoolscan, of er zijn te weinig scholen om het te tonen.")
    if not has_score:
        gaps.append("Hoe de omgeving ervoor staat: er is geen achtergrondscore.")
    gaps.append("Waar de leerlingen van een school wonen: cijfers naar school en naar woonadres zijn niet te koppelen.")
    return tuple(gaps)
