"""The achterstandsscores of CBS, per school or per gemeente, out of its workbook."""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from loaders import duo
from model import dutch, school_findings
from model.delivery import OBSERVATION, SCHOOL_FIGURE, Delivery, Received, Series
from model.findings import Refusal
from model.reading import Reading, decimal_of, read_figure
from model.status import Status
from model.text_file import Line, TextFile

_SCORES = ("achterstandsscore_zonder_drempel", "achterstandsscore")
_SITE_TITLES = (*duo.SITE, "VESTIGING", "VESTIGINGSNR", "VESTNR", "BRIN6", "BRIN_VESTIGING", "BRIN_VESTIGINGSNUMMER")
_SCHOOL_TITLES = ("BRIN", "BRIN4", "BRIN_NUMMER", "BRINNUMMER", "BRIN_CODE", "INSTELLINGSCODE")
_AREA_TITLES = (*duo.GEMEENTE, "GEMEENTE_CODE", "GEMEENTE_NUMMER", "GM_CODE", "GMCODE", "GM_NUMMER")
_PLACES = {duo.SITE[0]: _SITE_TITLES, "BRIN": _SCHOOL_TITLES, duo.GEMEENTE[0]: _AREA_TITLES}
_FIRST_LINES = 40
"""How far down the header of a workbook may stand under its title."""


def read_disadvantage(
    file: TextFile,
    period: str,
    *,
    regions: Collection[str] | None = None,
    region_of: Mapping[str, str] | None = None,
    received: Sequence[Received] = (),
) -> Delivery:
    """The achterstandsscores of CBS per school (`SCHOOL_FIGURE`) or per gemeente (`OBSERVATION`), from its workbook.

    How CBS titles the columns is not known to us, so they are found by their words: a vestiging or BRIN, or else a
    gemeente, beside a SCORE that says ZONDER DREMPEL or MET DREMPEL. Schools need `region_of`, unless the list has a
    gemeente as well. Raises Refusal when those columns are not there, or when more than one fits.
    """
    columns, scores, lines = _found_scores(file)
    is_school = duo.SITE[0] in columns or "BRIN" in columns
    if is_school and duo.GEMEENTE[0] not in columns and not region_of:
        raise Refusal(school_findings.gemeente_unknown(file.name))
    decimal = {
        place: _decimal(file, [line.cells[place] for line in lines if place < len(line.cells)]) for place in scores
    }
    rows_in, refused = 0, []
    seen: set[str] = set()
    strange: list[tuple[int, str, str]] = []
    figures: list[dict[str, object]] = []
    for line in lines:
        cells = dict(enumerate(line.cells))
        row = duo.Row(line.number, {name: cells.get(place, "") for name, place in columns.items()})
        site = row.site if is_school else ""
        where = (region_of or {}).get(site) or row.region
        if not duo.is_chosen(where, regions) or (site and not where):
            continue
        rows_in += 1
        if not where or (is_school and not site) or (site or where) in seen:
            refused.append(line.number)
            continue
        seen.add(site or where)
        for place, (indicator, title) in scores.items():
            read = read_figure(cells.get(place, ""), decimal[place])
            if read is None or read.is_percentage:
                strange.append((line.number, title, cells[place]))
                read = Reading(Status.NOT_AVAILABLE)
            numbers = {"value": read.value, "lower": read.lower, "upper": read.upper, "status": read.status.value}
            figures.append({"indicator": indicator, "region": where, "vestiging": site, "period": period, **numbers})
    if not figures:
        why = "er staat geen enkele school of gemeente in die bij uw keuze hoort"
        raise Refusal(school_findings.not_scores(file.name, why))
    remarks = [*file.findings]
    if refused:
        remarks.append(school_findings.rows_refused(len(refused), file.name, refused[0]))
    if strange:
        remarks.append(school_findings.unreadable_score(len(strange), file.name, *strange[0]))
    per = "school" if is_school else "gemeente"
    schema, rows = (SCHOOL_FIGURE, "school_figures") if is_school else (OBSERVATION, "observations")
    return Delivery(
        source="achterstandsscores",
        table_id=f"achterstandsscores-{per}",
        title=f"Achterstandsscores per {per} {period}",
        period=period,
        published="",
        rows_in=rows_in,
        rows_accepted=rows_in - len(refused),
        rows_refused=len(refused),
        series=[Series(indicator, title, title, "punten") for indicator, title in scores.values()],
        received=received,
        findings=remarks,
        **{
            rows: pa.table(
                {name: pa.array([one.get(name) for one in figures], schema.field(name).type) for name in schema.names}
            )
        },
    )


def _decimal(file: TextFile, cells: Sequence[str]) -> str | None:
    """The decimal sign of a column; numbers of a workbook come with a comma, so there only a point is a doubt."""
    is_workbook = file.kind != "csv" and not any("." in cell for cell in cells if cell != ".")
    return decimal_of(cells) or ("," if is_workbook else None)


def _found_scores(file: TextFile) -> tuple[dict[str, int], dict[int, tuple[str, str]], tuple[Line, ...]]:
    """Where in its lines a list has its places, and its scores (with our name and their title); and its rows."""
    for sheet in file.sheets:
        for start, line in enumerate(sheet.lines[:_FIRST_LINES]):
            names = [duo.column_name(title) for title in line.cells]
            columns = {
                name: names.index(one) for name, titles in _PLACES.items() for one in titles[::-1] if one in names
            }
            scores = {place: _score_of(name) for place, name in enumerate(names) if "SCORE" in name}
            if not columns or not scores:
                continue
            if duo.SITE[0] not in columns and "BRIN" in columns:
                columns[duo.SITE[0]] = columns["BRIN"]
            named = {place: (indicator, line.cells[place]) for place, indicator in scores.items() if indicator}
            if not named:
                why = "geen enkele kolom zegt of het de score zonder of met drempel is"
                raise Refusal(school_findings.not_scores(file.name, why))
            if len({indicator for indicator, _ in named.values()}) < len(named):
                titles = dutch.listing([title for _, title in named.values()])
                raise Refusal(school_findings.not_scores(file.name, f"meer dan één kolom past ({titles})"))
            return columns, named, sheet.lines[start + 1 :]
    raise Refusal(school_findings.not_scores(file.name, "er is geen regel met de namen van die kolommen"))


def _score_of(name: str) -> str:
    """Our indicator for the title of a score; empty when it does not tell about the drempel."""
    without, with_ = _SCORES
    if "ZONDER" in name:
        return without
    return with_ if "DREMPEL" in name else ""
