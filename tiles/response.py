"""The response: which schools sent a scan and which not."""

from collections.abc import Mapping

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, response
from analysis.response import Coverage
from charts import response as charts
from model import dutch
from model.catalogue import Catalogue
from model.choices import Audience, Choices
from model.disclosed import Disclosed
from model.region import Level, is_example, municipality_of
from settings import current as settings
from tiles.backdrop import backdrop_of
from tiles.tile import Kind, NoFigures, Tile

_GROUPS = {"board": "bestuur", "sector": "sector"}
_NOTE = {
    Audience.MUNICIPALITY: "Scholen mogen hun schoolscan delen, ze hoeven dat niet. Een school zonder schoolscan kan "
    "dus best een plan hebben.",
    Audience.LEA: "Alleen scholen waarvan het bestuur dat goedvindt, staan hier met naam. Van de andere is niet te "
    "zien of ze een schoolscan deelden.",
}


def per_board(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """Bars per bestuur. Raises NoFigures where no school is known."""
    return _tile(Kind.RESPONSE_PER_BOARD, "board", choices, cursor, catalogue)


def per_sector(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """Bars per sector. Raises NoFigures where no school is known."""
    return _tile(Kind.RESPONSE_PER_SECTOR, "sector", choices, cursor, catalogue)


def on_map(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The schools as dots, with all of them in the table. Raises NoFigures where no school is known."""
    table, place = schools_of(choices, cursor)
    rows = table.frame
    located = rows[rows["lon"].notna()]
    found = backdrop_of(cursor, municipality_of(choices.area) or choices.area, Level.WIJK, choices.period)
    figure = charts.school_map(table, found[0], choices.audience) if found and len(located) else None
    missing = len(rows) - len(located)
    notes = [_NOTE[choices.audience]]
    if missing:
        of = "school staat" if missing == 1 else "scholen staan"
        notes.insert(0, f"{missing} {of} niet op de kaart, omdat de plaats niet bekend is; zie de tabel.")
    is_shared = choices.audience is Audience.LEA
    title = "De scholen die hun schoolscan met hun naam delen" if is_shared else _silent(rows)
    return Tile(
        kind=Kind.RESPONSE_MAP,
        title=title,
        subtitle=f"Scholen {' en '.join(charts.LABELS[choices.audience])} · {place}",
        figure=figure,
        table=with_scans(rows, choices.audience),
        alt=f"Kaart van de scholen van {place}. {title}. {_sentence(cursor, choices, rows)}",
        source=source(cursor, rows, municipality_of(choices.area) or choices.area, catalogue),
        notes=tuple(notes),
    )


def _silent(rows: pd.DataFrame) -> str:
    """The wijken from which no school has sent a scan."""
    of_wijk = rows.dropna(subset=["wijk_name"]).groupby("wijk_name")["has_scan"].any()
    silent = sorted(of_wijk.index[~of_wijk])
    if not silent:
        return "Uit elke wijk met scholen is er een schoolscan"
    if len(silent) == len(of_wijk):
        return "Nog uit geen enkele wijk is er een schoolscan"
    return f"Nog van geen enkele school in {dutch.listing(silent)}"


def finding(cursor: Cursor, choices: Choices) -> str:
    """The heading of the page: the response in one sentence, or that no school is known yet."""
    try:
        table, place = schools_of(choices, cursor)
    except NoFigures:
        return "Van geen enkele school is bekend of er een schoolscan is"
    return f"{place}: {_sentence(cursor, choices, table.frame).removesuffix('.')}"


def _sentence(cursor: Cursor, choices: Choices, rows: pd.DataFrame) -> str:
    """The response in one sentence, with the pupils where their number is known."""
    whole = response.coverage(rows)
    if choices.audience is Audience.LEA:
        unnamed = response.unnamed(cursor, choices.area)
        more = f"; nog {unnamed} zijn zonder naam gedeeld" if unnamed else ""
        verb = "deelt" if whole.scans == 1 else "delen"
        return f"{whole.scans} van de {whole.schools} scholen {verb} de schoolscan met naam{more}."
    of = "school heeft" if whole.schools == 1 else "scholen hebben"
    text = f"{whole.scans} van de {whole.schools} {of} een schoolscan gedeeld"
    return f"{text}; daar gaat {_share(whole)} van de leerlingen naartoe." if whole.share else f"{text}."


def _share(part: Coverage) -> str:
    if part.share is None:
        return dutch.NO_VALUE
    low, high = (dutch.number(end) for end in part.share)
    return f"{low}%" if low == high else f"{low} tot {high}%"


def _pupils(part: Coverage) -> str:
    if part.pupils is None:
        return "niet van alle scholen bekend"
    return dutch.few(*part.pupils, settings().smallest_count)


def _incomplete(groups: Mapping[str, Coverage], column: str) -> str:
    """Of how many groups scans are still to come; a plain count, for nobody is obliged to share."""
    missing = [name for name, part in groups.items() if part.scans < part.schools]
    if not missing:
        return "Van alle scholen is er een schoolscan"
    if column == "sector":
        return f"In {dutch.listing(missing)} zijn nog niet alle schoolscans binnen"
    of = "het bestuur" if len(groups) == 1 else f"{len(missing)} van de {len(groups)} besturen"
    return f"Van {of} zijn nog niet alle schoolscans binnen"


def schools_of(choices: Choices, cursor: Cursor) -> tuple[Disclosed, str]:
    """The schools of the gemeente of the chosen area (`analysis.response.schools`), and its name. Raises NoFigures."""
    municipality = municipality_of(choices.area) or choices.area
    table = response.schools(cursor, municipality, choices.audience)
    place = areas.named(cursor, [municipality])[municipality].name
    if table.frame.empty:
        raise NoFigures(
            f"Welke scholen er in {place} zijn, is nog niet bekend. Laad eerst het scholenregister op de pagina "
            "Schoolregister."
        )
    return table, place


def _tile(kind: Kind, column: str, choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    table, place = schools_of(choices, cursor)
    rows = table.frame
    groups = response.per_group(rows, column)
    word = _GROUPS[column]
    with_scan, _ = charts.LABELS[choices.audience]
    is_shared = choices.audience is Audience.LEA
    title = f"Scholen die hun schoolscan met naam delen, per {word}" if is_shared else _incomplete(groups, column)
    summary = pd.DataFrame(
        [
            {
                word.capitalize(): name,
                "Scholen": dutch.number(part.schools),
                with_scan.capitalize(): dutch.number(part.scans),
                "Leerlingen": _pupils(part),
                "Deel van de leerlingen": _share(part),
            }
            for name, part in groups.items()
        ]
    )
    return Tile(
        kind=kind,
        title=title,
        subtitle=f"Aantal scholen: {with_scan}, van alle scholen per {word} · {place}",
        figure=charts.bars({name: (part.schools, part.scans) for name, part in groups.items()}, choices.audience),
        table=summary,
        alt=f"Staafdiagram van de respons per {word} in {place}. {title}. {_sentence(cursor, choices, rows)}",
        source=source(cursor, rows, municipality_of(choices.area) or choices.area, catalogue),
    )


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """All schools as a table with Dutch headings."""
    return pd.DataFrame(
        {
            "School": rows["name"],
            "Leerlingen": [
                dutch.few(low, high, settings().smallest_count)
                for low, high in zip(rows["pupils_lower"], rows["pupils_upper"], strict=True)
            ],
            "Sector": rows["sector"],
            "Bestuur": rows["board"],
            "Wijk": rows["wijk_name"].fillna("onbekend"),
            "Vestiging": rows["site"],
        }
    )


def with_scans(rows: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """The same with whether each sent a scan, and for the gemeente itself what its board agreed to."""
    table = listed(rows)
    # To others it is not told whether a board sent none, or does not share it.
    sent, rest = ("ja", "nog niet") if audience is Audience.MUNICIPALITY else ("gedeeld", "niet met naam gedeeld")
    table.insert(1, "Schoolscan", [sent if has else rest for has in rows["has_scan"]])
    if audience is Audience.MUNICIPALITY:
        table.insert(2, "Delen met", rows["sharing"].fillna(dutch.NO_VALUE))
    return table


def source(cursor: Cursor, rows: pd.DataFrame, municipality: str, catalogue: Catalogue) -> str:
    """The source line: the register, the counts of pupils, and until when scans came in."""
    publisher = catalogue.sources["scholen"].publisher
    made_up = "verzonnen voorbeeld in de vorm van " if is_example(municipality) else ""
    found = response.register(cursor, municipality)
    periods = sorted(rows["pupils_period"].dropna().unique())
    pupils = f"; leerlingen per school, naar school: 1 oktober {dutch.listing(periods)}" if periods else ""
    received = rows["received"].dropna()
    scans = f"Schoolscans tot en met {dutch.day(received.max())}" if len(received) else "Nog geen schoolscans"
    if found is None:
        return f"Bron: {made_up}schoolscans. {scans}; door Startfoto geteld."
    title, period, retrieved = found
    return (
        f"Bron: {made_up}{publisher}, {title} {period}. Peildatum: {period}{pupils}. "
        f"Opgehaald op {dutch.day(retrieved)}; {scans[0].lower()}{scans[1:]}; door Startfoto geteld."
    )
