"""What a measure of the municipality is held against, and what is wrong with it: in a form as in a file."""

import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from intake.matching import fold
from intake.measure_columns import MEASURE, NAME, Names, euros
from model import dutch, menukaart
from model import measure_findings as say
from model.findings import Finding
from model.measure import Action, Measure
from model.region import Level, code_prefix
from model.scan import wish_id
from model.scan_findings import Spot
from model.text_file import clean_text
from store import measures as register
from store import scans
from store.versions import Kept

LONGEST_LINE, LONGEST_TEXT, MOST_WORDS = 200, 4000, 500
MOST_CHILDREN, MOST_CENTS = 1_000_000, 10**14 - 1
YEARS = (2018, 2099)
"""Of the dates of a measure: earlier ones are what the privacy of files takes for birthdays of pupils."""
_HEADING = {column.field: column.name for column in MEASURE}

_WIJKEN = """
select region, arg_max(name, period), max(period) = (select max(period) from mart.area where starts_with(region, ?))
from mart.area where starts_with(region, ?) group by region
"""
_SCHOOLS = "select vestiging, arg_max(name, batch_id) from core.school where region = ? group by vestiging"
_WISHES = """
select scan.site, wish.text
from mart.scan_wish as wish join mart.scan as scan using (batch_id) where scan.region = ?
"""


@dataclass(frozen=True)
class Known:
    """What a measure is held against: the areas, schools and wishes of a gemeente, and the measures that are kept."""

    municipality: str
    names: Names = field(default_factory=Names)
    wijken: frozenset[str] = frozenset()
    """The wijken of the newest year; `names` has those of before too."""
    schools: frozenset[str] = frozenset()
    """The schools of the register that counts; `names` has those of before too."""
    kept: Sequence[Kept[Measure]] = ()


def known(cursor: Cursor, municipality: str) -> Known:
    """What is known for a gemeente."""
    start = code_prefix(municipality, Level.WIJK)
    wijken = cursor.execute(_WIJKEN, [start, start]).fetchall()
    now = {one.vestiging: one.name for one in scans.register(cursor, municipality)}
    names = Names(
        {code: name for code, name, _ in wijken},
        {**dict(cursor.execute(_SCHOOLS, [municipality]).fetchall()), **now},
        {code: one.name for code, one in menukaart.current().items()},
        {wish_id(site, text): text for site, text in cursor.execute(_WISHES, [municipality]).fetchall()},
    )
    newest = frozenset(code for code, _, is_newest in wijken if is_newest)
    return Known(municipality, names, newest, frozenset(now), register.measures(cursor, municipality))


def new_id() -> str:
    """An id for a new measure, decision or action."""
    return uuid.uuid4().hex


def tidied(measure: Measure) -> Measure:
    """The measure without blanks around its texts and without signs that cannot be seen."""
    return replace(
        measure,
        name=clean_text(measure.name),
        aim=clean_text(measure.aim),
        themes=tuple(clean_text(word) for word in measure.themes),
        agenda_line=clean_text(measure.agenda_line),
        owner=clean_text(measure.owner),
        moments=tuple(
            replace(one, seen=clean_text(one.seen), bottlenecks=clean_text(one.bottlenecks)) for one in measure.moments
        ),
    )


def check(measure: Measure, known: Known, at: Spot | None = None) -> list[Finding]:
    """What is wrong with a measure; one that BLOCKS may not be kept. `column` of each says which field it is about."""
    spot = at or Spot("")
    return [
        *_of_texts(measure, spot),
        *_of_lists(measure, spot),
        *_of_numbers(measure, spot),
        *_of_days(measure, spot),
        *_of_codes(measure, known, spot),
    ]


def check_action(action: Action, known: Known) -> list[Finding]:
    """What is wrong with a decision or action; one that BLOCKS may not be kept."""
    spot = Spot("")
    found = [] if clean_text(action.text) else [say.no_text(spot.under("Tekst"))]
    texts = (("Tekst", action.text, LONGEST_TEXT), ("Wie", action.owner, LONGEST_LINE))
    for heading, text, most in (*texts, ("Overleg", action.meeting, LONGEST_LINE)):
        if len(text) > most:
            found.append(say.too_long(spot.under(heading), len(text), most))
    if action.due and not YEARS[0] <= action.due.year <= YEARS[1]:
        found.append(say.unlikely_year(spot.under("Voor"), action.due, *YEARS))
    if action.measure and action.measure not in {one.content.id for one in known.kept}:
        found.append(say.unknown_measure(spot.under("Maatregel")))
    return found


def _of_texts(measure: Measure, at: Spot) -> Iterator[Finding]:
    if not clean_text(measure.name):
        yield say.no_name(at.under(NAME.name))
    texts = [
        ("Naam", measure.name, LONGEST_LINE),
        ("Doel", measure.aim, LONGEST_TEXT),
        ("Lijn herstelagenda", measure.agenda_line, LONGEST_LINE),
        ("Eigenaar", measure.owner, LONGEST_LINE),
        *(("Gezien", one.seen, LONGEST_TEXT) for one in measure.moments),
        *(("Knelpunten", one.bottlenecks, LONGEST_TEXT) for one in measure.moments),
    ]
    for heading, text, most in texts:
        if len(text) > most:
            yield say.too_long(at.under(heading), len(text), most)


def _of_lists(measure: Measure, at: Spot) -> Iterator[Finding]:
    for name in ("themes", "wijken", "schools", "interventions", "wishes"):
        spot, words = at.under(_HEADING[name]), getattr(measure, name)
        if len(words) > MOST_WORDS:
            yield say.too_many(spot, len(words), MOST_WORDS)
        for word in words:
            if re.search(r"[;\n]", word):
                yield say.separator_in_word(spot, word)
            if len(word) > LONGEST_LINE:
                yield say.too_long(spot, len(word), LONGEST_LINE)


def _of_numbers(measure: Measure, at: Spot) -> Iterator[Finding]:
    counts = [
        ("Plaatsen", measure.places),
        ("Bereik bedoeld", measure.intended_reach),
        *(("Bereikt", one.reached) for one in measure.moments),
    ]
    for heading, count in counts:
        if count is not None and count < 0:
            yield say.negative(at.under(heading), str(count))
        elif count is not None and count > MOST_CHILDREN:
            yield say.too_large(at.under(heading), str(count), dutch.number(MOST_CHILDREN))
    most = max((one.reached for one in measure.moments if one.reached is not None), default=0)
    if measure.intended_reach is not None and most > measure.intended_reach >= 0:
        yield say.reached_more(at.under("Bereikt"), most, measure.intended_reach)
    for one in measure.funding:
        spot = at.under(f"Bedrag {one.stream.value}")
        if one.cents < 0:
            yield say.negative(spot, euros(one.cents))
        elif one.cents > MOST_CENTS:
            yield say.too_large(spot, euros(one.cents), euros(MOST_CENTS))
    for stream, times in Counter(one.stream for one in measure.funding).items():
        if times > 1:
            yield say.stream_twice(at.under(f"Bedrag {stream.value}"))


def _of_days(measure: Measure, at: Spot) -> Iterator[Finding]:
    days: list[tuple[str, date | None]] = [("Begin", measure.start), ("Einde", measure.end)]
    days += [("Datum", one.day) for one in measure.moments]
    for heading, day in days:
        if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
            yield say.unlikely_year(at.under(heading), day, *YEARS)
    if measure.start and measure.end and measure.end < measure.start:
        yield say.ends_before_it_begins(at.under("Einde"), measure.start, measure.end)


def _of_codes(measure: Measure, known: Known, at: Spot) -> Iterator[Finding]:
    names = known.names
    for code in measure.wijken:
        if code not in known.wijken:
            yield say.unknown_wijk(at.under("Wijken"), code, names.wijken.get(code, ""))
    for code in measure.schools:
        if code not in known.schools:
            yield say.withdrawn_school(at.under("Scholen"), code, names.schools.get(code, ""))
    for code in measure.interventions:
        if code not in names.interventions:
            yield say.unknown_intervention(at.under("Menukaart"), code)
    for key in measure.wishes:
        if key not in names.wishes:
            yield say.unknown_wish(at.under("Wensen"), key)
    called = fold(measure.name)
    if called and any(fold(one.content.name) == called and one.content.id != measure.id for one in known.kept):
        yield say.same_name(at.under(NAME.name), measure.name)
