"""All scans of schools as one document for the LEA, per bestuur, in the parts of the form that schools filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from analysis.areas import alphabetical
from model import dutch, menukaart
from model.choices import Audience
from model.region import is_example
from model.scan import Choice, Scan, Sharing, Wish, WishKind
from reports.package import settled
from reports.plan_paper import Paper

FEWEST_UNNAMED = 3
"""From so many schools on it is told how many share their scan without their name: of fewer it could be guessed who."""
_MADE_UP = "Verzonnen voorbeeld: alle namen en cijfers zijn bedacht."
_UNRECOGNISED = "niet herkend op de menukaart"
_NO_BOARD = "Bestuur onbekend"
_TEXTS = (("Conclusies", "conclusions"), ("Doelstellingen", "goals"), ("Aanpak", "approach"))
_WISHES = (
    (WishKind.LINKED, "Inzet van de gemeente, gekoppeld aan de keuzes"),
    (WishKind.OTHER, "Inzet van de gemeente op andere terreinen"),
)


@dataclass(frozen=True)
class Sent:
    """A scan that counts, with the name of its school in the register and the menukaart code of each choice."""

    scan: Scan
    school: str
    codes: tuple[str, ...]


def write(
    sent: Sequence[Sent], municipality: str, name: str, made_at: datetime, audience: Audience, with_texts: bool
) -> bytes:
    """The overview as DOCX. For the LEA only scans that are shared with the name of their school; others as a number.

    `with_texts` says whether what schools wrote in their own words is in it: conclusions, aims, notes, wishes, remarks.
    How many pupils have a delay is never in it: each school sets its own threshold.
    """
    told = [one for one in sent if audience is not Audience.LEA or one.scan.sharing is Sharing.LEA_NAMED]
    paper = Paper(f"Schoolscans {name}", f"Schoolscans {name}")
    lines = _first_page(municipality, made_at, audience)
    paper.title("Nationaal Programma Onderwijs", f"De schoolscans van {name}", lines)
    paper.paragraph(_how_many(sent, told, audience))
    paper.contents()
    if told:
        paper.heading("Wat scholen kiezen", 1)
        paper.table(_choices(told), "Keuzes van de menukaart", "Hoe vaak elke keuze is gemaakt", [_SOURCE])
    by_board: dict[str, list[Sent]] = {}
    for one in sorted(told, key=lambda one: (alphabetical(one.scan.board or "~"), alphabetical(one.school))):
        by_board.setdefault(one.scan.board or _NO_BOARD, []).append(one)
    for board, of in by_board.items():
        paper.heading(board, 1)
        for one in of:
            _school(paper, one, with_texts)
    return settled(paper.bytes(), made_at)


_SOURCE = "Bron: schoolscans zoals scholen ze deelden; de nieuwste van elke school. Geteld door Startfoto."


def _first_page(municipality: str, made_at: datetime, audience: Audience) -> list[str]:
    return [
        dutch.day(made_at),
        *([_MADE_UP] if is_example(municipality) else []),
        "Voor de LEA: wat besturen niet willen delen, staat er niet in."
        if audience is Audience.LEA
        else "Voor de gemeente zelf. Maak het overzicht voor de LEA als u het deelt.",
    ]


def _how_many(sent: Sequence[Sent], told: Sequence[Sent], audience: Audience) -> str:
    schools = dutch.counted(len(told), "schoolscan", "schoolscans")
    if audience is not Audience.LEA:
        return f"Dit overzicht heeft {schools}." if told else "Er is nog geen schoolscan."
    unnamed = sum(one.scan.sharing is Sharing.LEA_ANONYMOUS for one in sent)
    rest = (
        f" Nog {unnamed} scholen delen hun schoolscan zonder hun naam; die staan er niet in."
        if unnamed >= FEWEST_UNNAMED
        else ""
    )
    begin = f"Dit overzicht heeft {schools} die met de naam van de school gedeeld {'is' if len(told) == 1 else 'zijn'}."
    return (begin if told else "Er is nog geen schoolscan met de naam van de school gedeeld.") + rest


def _choices(told: Sequence[Sent]) -> pd.DataFrame:
    schools: dict[str, int] = {}
    for one in told:
        for code in {code for code in one.codes if code}:
            schools[code] = schools.get(code, 0) + 1
    rows = sorted(schools.items(), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(
        [(_named(code), f"{count} van {len(told)}") for code, count in rows], columns=["Keuze", "Scholen"]
    )


def _school(paper: Paper, one: Sent, with_texts: bool) -> None:
    scan = one.scan
    paper.heading(one.school, 2)
    paper.paragraph(" · ".join(filter(None, (str(scan.sector or ""), scan.place, scan.school_year))) or "–")
    if with_texts:
        for label, name in _TEXTS:
            _told(paper, label, getattr(scan, name))
    kinds = [_chosen(choice, code, with_texts) for choice, code in zip(scan.choices, one.codes, strict=True)]
    begin = "Keuzes van de menukaart:" if kinds else "Geen keuze van de menukaart ingevuld."
    paper.paragraph(begin, is_introduction=bool(kinds))
    paper.listed(kinds)
    for kind, label in _WISHES:
        asked = [wish for wish in scan.wishes if wish.kind is kind]
        if asked:
            _asked(paper, label, asked, with_texts)
    if with_texts:
        _told(paper, "Opmerkingen", scan.remarks)


def _asked(paper: Paper, label: str, asked: Sequence[Wish], with_texts: bool) -> None:
    if with_texts:
        paper.paragraph(f"{label}:", is_introduction=True)
        paper.listed([wish.text for wish in asked])
    else:
        paper.paragraph(f"{label}: {dutch.counted(len(asked), 'wens', 'wensen')}.")


def _told(paper: Paper, label: str, text: str) -> None:
    if text:
        paper.paragraph(f"{label}:", is_introduction=True)
        paper.told(text)


def _chosen(choice: Choice, code: str, with_texts: bool) -> str:
    known = _named(code) if code else _UNRECOGNISED
    own = " – ".join(filter(None, ("" if code else choice.written, choice.note))) if with_texts else ""
    return f"{known}: {own}" if own else known


def _named(code: str) -> str:
    known = menukaart.current().get(code)
    return f"{code} {known.name}" if known else code
