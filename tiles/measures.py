"""What the gemeente does itself: its measures on a time line over the school years, with all of them in the table."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, measures
from charts.timeline import Span, timeline
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from model.grant import FIRST_DAY, PROGRAMME_END, PROGRAMME_START, Rules
from model.measure import MeasureState
from model.money import euros
from model.region import is_example, municipality_of
from settings import current as settings
from tiles.tile import Kind, NoFigures, Tile

MOST_BARS = 60
NO_DAYS, BACKWARDS = "looptijd niet ingevuld", "eindigt voor de begindatum"
_NO_MONEY = "nog zonder bedragen"


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The time line with its table. Raises NoFigures where there is no measure."""
    municipality = municipality_of(choices.area) or choices.area
    place = areas.named(cursor, [municipality])[municipality].name
    found = measures.of_municipality(cursor, municipality)
    rows = found.frame
    if rows.empty:
        raise NoFigures(
            f"{place} heeft nog geen maatregelen. Maak hieronder de eerste, of neem ze over uit een Excel-bestand."
        )
    title = finding(rows)
    today = measures.day_of(cursor, choices.photo)
    days = [running(start, end) for start, end in zip(rows["start"], rows["end"], strict=True)]
    span = _span(rows, today)
    drawn = measures.described(found, days, MOST_BARS)
    made_up = "verzonnen voorbeeld, " if is_example(municipality) else ""
    return Tile(
        kind=Kind.MEASURES,
        title=title,
        subtitle=f"Maatregelen van {place} · per maatregel een balk van de eerste tot de laatste dag · vanaf "
        f"{dutch.day(span.first)} (aanloop) tot en met {dutch.day(span.last)}",
        figure=timeline(drawn, span),
        table=_listed(rows, days),
        alt=f"Tijdlijn van de maatregelen van {place}. {title}. {_by_state(rows)}.",
        source=f"Bron: {made_up}eigen invoer van de gemeente, laatst gewijzigd op "
        f"{dutch.day(rows['changed_at'].max())}.",
        notes=_notes(rows, today, span),
    )


def finding(rows: pd.DataFrame) -> str:
    """How many measures run, and the money of all of them: `9 van de 15 maatregelen lopen; alle samen € 1.234`."""
    count, running_ = len(rows), int((rows["state"] == MeasureState.RUNNING.value).sum())
    known = rows["total_cents"].dropna()
    money = euros(sum(int(cents) for cents in known)) if len(known) else _NO_MONEY
    if count == 1:
        return f"De enige maatregel {'loopt' if running_ else 'loopt niet'}; {money}"
    verb = "loopt" if running_ == 1 else "lopen"
    return f"{dutch.number(running_)} van de {dutch.number(count)} maatregelen {verb}; alle samen {money}"


def running(start: date | None, end: date | None) -> str:
    """From when to when, in words: `1 november 2021 tot en met 31 juli 2022`, with an open end or beginning said."""
    if start and end and end < start:
        return BACKWARDS
    if start and end:
        return f"{dutch.day(start)} tot en met {dutch.day(end)}"
    if start:
        return f"vanaf {dutch.day(start)}, einde open"
    return f"tot en met {dutch.day(end)}, begin niet ingevuld" if end else NO_DAYS


def _span(rows: pd.DataFrame, today: date) -> Span:
    """From the run-up to the last day that there is, but not beyond the last day of spending."""
    latest = max((day for day in rows["end"] if day is not None), default=PROGRAMME_END)
    last = max(PROGRAMME_END, min(latest, Rules.of(settings()).last_day))
    years = [
        (f"{year}/{year + 1}", date(year, 8, 1), min(date(year + 1, 7, 31), last))
        for year in range(PROGRAMME_START.year, last.year + 1)
        if date(year, 8, 1) <= last
    ]
    return Span(FIRST_DAY, last, years, today if FIRST_DAY <= today <= last else None)


def _by_state(rows: pd.DataFrame) -> str:
    counts = rows["state"].value_counts()
    return dutch.listing([f"{counts[state]} met status {state.value}" for state in MeasureState if state in counts])


def _notes(rows: pd.DataFrame, today: date, span: Span) -> tuple[str, ...]:
    """What a reader must know of this register."""
    notes = []
    over = [
        name
        for name, state, end in zip(rows["name"], rows["state"], rows["end"], strict=True)
        if state == MeasureState.RUNNING.value and end is not None and end < today
    ]
    if over:
        of = "1 maatregel" if len(over) == 1 else f"{dutch.number(len(over))} maatregelen"
        notes.append(
            f"Van {of} met status 'loopt' is de laatste dag op {dutch.day(today)} al voorbij: kijk of de status nog "
            "klopt."
        )
    beyond = sum(
        bool((start and start < span.first) or (end and end > span.last))
        for start, end in zip(rows["start"], rows["end"], strict=True)
    )
    if beyond:
        of = "1 balk loopt" if beyond == 1 else f"{dutch.number(beyond)} balken lopen"
        notes.append(f"{of} door buiten de figuur; de tabel heeft de hele looptijd.")
    undrawn = sum(text in (NO_DAYS, BACKWARDS) for text in map(running, rows["start"], rows["end"]))
    if undrawn:
        of = "1 maatregel heeft" if undrawn == 1 else f"{dutch.number(undrawn)} maatregelen hebben"
        notes.append(f"{of} geen balk, omdat de looptijd ontbreekt of eindigt voordat hij begint.")
    if len(rows) > MOST_BARS:
        notes.append(f"De figuur heeft de eerste {MOST_BARS} van {len(rows)} maatregelen; de tabel heeft ze allemaal.")
    if len(set(rows["state"])) > 1 and rows["total_cents"].notna().any():
        notes.append("Het bedrag is dat van alle maatregelen bij elkaar, met elke status en uit alle geldstromen.")
    return tuple(notes)


def _listed(rows: pd.DataFrame, days: Sequence[str]) -> pd.DataFrame:
    """All measures with Dutch headings; of a pot that no measure has money from there is no column."""
    columns = {
        "Naam": rows["name"].tolist(),
        "Doel": rows["aim"].tolist(),
        "Doelgroep": [", ".join(groups) or "niet ingevuld" for groups in rows["target_groups"]],
        "Wijken": [dutch.listing(sorted(names)) or "hele gemeente" for names in rows["wijken"]],
        "Looptijd": list(days),
        "Status": rows["state"].tolist(),
        "Plaatsen": [dutch.NO_VALUE if pd.isna(count) else dutch.number(count) for count in rows["places"]],
    }
    for stream, column in measures.CENTS.items():
        if rows[column].notna().any():
            columns[f"Bedrag {stream.value}"] = _amounts(rows[column])
    columns["Bedrag samen"] = _amounts(rows["total_cents"])
    return pd.DataFrame(columns)


def _amounts(column: "pd.Series[int]") -> list[str]:
    return [euros(cents, with_cents=True) for cents in column.astype(object).where(column.notna(), None)]
