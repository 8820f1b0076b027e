"""One cell of the gaps in words: need by layer, what schools do, what the gemeente adds, each with its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.gap_facts import AskedWish, Situation
from analysis.gap_measures import Overlap, Together
from analysis.gap_verdicts import Cell, Facts
from charts.gaps import MARKS
from model import dutch
from model.catalogue import Ages, Catalogue, Layer
from model.choices import Audience
from model.measure import Measure, Stream
from model.money import euros
from settings import current as settings
from tiles import words
from tiles.gaps import verdict_text
from tiles.published import told
from tiles.school_choices import named

_NOT_REPORTED = "aantal leerlingen niet gemeld"


@dataclass(frozen=True)
class Described:
    """A cell as a page shows it; every text is plain."""

    title: str
    verdict: str
    reasons: tuple[str, ...]
    need: Mapping[str, str]
    """By the name of the layer; the layers are never mixed."""
    schools: tuple[str, ...]
    reach: pd.DataFrame
    published: pd.DataFrame
    """What the menukaart says of what schools chose."""
    published_notes: tuple[str, ...]
    measures: pd.DataFrame
    money: str
    together: tuple[str, ...]


def described(cell: Cell, found: Situation, catalogue: Catalogue, audience: Audience) -> Described:
    """Everything that is known of a cell."""
    of = cell.facts
    published, notes = told({one.code: one.school_years for one in of.reach if one.code})
    return Described(
        title=f"{of.name}: {of.domain}",
        verdict=f"{MARKS[cell.verdict].shape} {verdict_text(cell, audience)}",
        reasons=tuple(reason.value for reason in cell.reasons),
        need={
            Layer.CHILDREN_MEASURED.value: _measured(of, found, catalogue),
            Layer.SCHOOL_SAYS.value: _reporting(of),
            Layer.BACKGROUND.value: _surroundings(of),
        },
        schools=_schools(of, audience),
        reach=_reach(of),
        published=published,
        published_notes=notes,
        measures=listed(of.measures),
        money=_money(of),
        together=tuple(together_text(one, found) for one in of.together),
    )


def _measured(of: Facts, found: Situation, catalogue: Catalogue) -> str:
    if of.measured is None:
        return "geen cijfer over kinderen op dit niveau"
    rows = [catalogue.indicators[one] for one in of.measured.figures if one in catalogue.indicators]
    labels = dutch.listing([f"{words.running(row.label)} ({found.periods[row.id]})" for row in rows])
    area = "wijken" if of.region in found.wijken else "gemeenten"
    ages = {one for row in rows for one in row.ages}
    of_whom = ""
    if of.region in found.wijken and ages and Ages.PRIMARY not in ages and Ages.EARLY not in ages:
        of_whom = f". Let op: deze cijfers gaan over kinderen van {dutch.listing(sorted(ages))}"
    return (
        f"positie {dutch.number(of.measured.position)} van 100 (100 = minst gunstig) onder {of.measured.areas} {area}, "
        f"uit {labels}{of_whom}"
    )


def _reporting(of: Facts) -> str:
    scans = of.coverage.scans
    if not scans:
        return "nog geen schoolscan"
    verb = "meldt" if of.reporting == 1 else "melden"
    return f"{of.reporting} van {dutch.counted(scans, 'school', 'scholen')} met een schoolscan {verb} een vertraging"


def _surroundings(of: Facts) -> str:
    if of.surroundings is None:
        return "geen achtergrondscore"
    at = of.surroundings
    return (
        f"plaats {dutch.number(at.place)} van {at.areas} op de achtergrondscore (bij andere gewichten en door toeval "
        f"{dutch.number(at.low)} tot {dutch.number(at.high)}); dit gaat over de omgeving en telt hier niet mee"
    )


def _schools(of: Facts, audience: Audience) -> tuple[str, ...]:
    cover = of.coverage
    if not cover.schools:
        return ("Er zijn hier geen scholen bekend.",)
    of_all = f"van {dutch.counted(cover.schools, 'school', 'scholen')}"
    sent = "een schoolscan met naam gedeeld" if audience is Audience.LEA else "een schoolscan gedeeld"
    share = ""
    if cover.share is not None:
        low, high = (dutch.number(end) for end in cover.share)
        share = f"; daar gaat {low if low == high else f'{low} tot {high}'}% van de leerlingen naartoe"
    verb = "heeft" if cover.scans == 1 else "hebben"
    lines = [f"{cover.scans} {of_all} {verb} {sent}{share}."]
    verb = "kiest" if of.acting == 1 else "kiezen"
    lines.append(
        f"{dutch.counted(of.acting, 'school', 'scholen')} {verb} iets in dit domein."
        if of.acting
        else "In dit domein is nog geen keuze bekend."
    )
    if of.unknown_choices:
        choices = dutch.counted(of.unknown_choices, "keuze", "keuzes")
        lines.append(f"Domein onbekend: {choices} van deze scholen; die tellen hier niet mee.")
    return tuple(lines)


def _reach(of: Facts) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Keuze": [named(one.code) if one.code else f"{one.written} (niet herkend)" for one in of.reach],
            "Scholen": [dutch.number(one.schools) for one in of.reach],
            "Leerlingen gemeld": [
                _NOT_REPORTED
                if one.pupils is None
                else dutch.few(*one.pupils, settings().smallest_count)
                + ("" if one.telling == one.schools else f" (door {one.telling} van {one.schools})")
                for one in of.reach
            ],
        }
    )


def listed(measures: Sequence[Measure]) -> pd.DataFrame:
    """Measures as a table; reached is the last number that was noted."""
    return pd.DataFrame(
        {
            "Maatregel": [one.name for one in measures],
            "Status": [str(one.state) for one in measures],
            "Plaatsen": [dutch.number(one.places) for one in measures],
            "Bereik bedoeld": [dutch.number(one.intended_reach) for one in measures],
            "Bereikt": [_reached(one) for one in measures],
            "Bedrag": [euros(one.cents) if one.funding else dutch.NO_VALUE for one in measures],
            "Uit": [dutch.listing([str(part.stream) for part in one.funding]) or dutch.NO_VALUE for one in measures],
        }
    )


def _reached(measure: Measure) -> str:
    told = [one for one in measure.moments if one.reached is not None]
    if not told:
        return dutch.NO_VALUE
    last = max(told, key=lambda one: one.day).reached
    return dutch.few(last, last, settings().smallest_count)


def _money(of: Facts) -> str:
    if not of.measures:
        return ""
    cents: dict[Stream, int] = {}
    for one in of.measures:
        for part in one.funding:
            cents[part.stream] = cents.get(part.stream, 0) + part.cents
    if not cents:
        return "Er staat nog geen bedrag bij."
    parts = dutch.listing([f"{euros(amount)} {stream}" for stream, amount in cents.items()])
    return f"Samen {parts}. Het bedrag is van de hele maatregel, ook als die in meer wijken of domeinen telt."


def together_text(one: Together, found: Situation) -> str:
    """What is better looked at together, in a sentence."""
    names = dutch.listing([f"'{measure.name}'" for measure in one.measures])
    if one.why is Overlap.SAME_AIM:
        streams = dict.fromkeys(str(part.stream) for measure in one.measures for part in measure.funding if part.cents)
        return f"{names}: {one.why} ({dutch.listing(list(streams))})."
    schools = [school.name for school in found.schools if school.site in one.sites]
    year = "" if one.is_year_known else " Niet elke school zegt in welk schooljaar."
    if len(one.measures) > 1:
        return f"{names}: {one.why} ({named(one.code)})."
    return f"{names} en {dutch.listing(schools)}: {one.why} ({named(one.code)}).{year}"


def wish_text(wish: AskedWish, found: Situation) -> str:
    """A wish with the name of the school that asks it."""
    name = next((one.name for one in found.schools if one.site == wish.site), wish.site)
    return f"{wish.text} – {name}"
