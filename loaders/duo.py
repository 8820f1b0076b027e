"""DUO's open files as rows by the code of a school site, however the header is spelled."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import quote, urlsplit

from loaders.http import NotFound, Tell, address_of, get_bytes, tell_nobody
from model.catalogue import Source
from model.findings import Refusal, strange_answer
from model.region import normalise_code
from model.text_file import TextFile
from settings import Settings

FOLDER = "/open_onderwijsdata/images/"
SITE = ("VESTIGINGSCODE", "VESTIGINGSNUMMER")
GEMEENTE = ("GEMEENTENUMMER", "GEMEENTENUMMER_VESTIGING", "GEMEENTECODE")
_SCHOOL = ("INSTELLINGSCODE", "BRIN_NUMMER", "BRIN", "INSTELLING")
_CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
_FIRST_LINES = 25
"""How far down a header may stand under lines that a person put above it."""


@dataclass(frozen=True)
class Row:
    """One row: its number as the user sees it, and its cells by the name of their column."""

    number: int
    cells: Mapping[str, str]
    is_cut: bool = False
    """Whether it is the last row and goes less far than every other: the file was probably cut off there."""

    def first(self, names: Sequence[str]) -> str:
        """The cell of the first of these columns that is there and filled; empty when there is none."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    @property
    def site(self) -> str:
        """BRIN and vestiging in six characters (`14RC00`); empty when the row has no such code.

        DUO writes the vestiging as two digits, as one without its zero, or behind the BRIN of its school.
        """
        code = self.first(SITE).upper()
        if code.isdecimal() and len(code) <= 2:
            code = self.first(_SCHOOL).upper() + code.zfill(2)
        return code if _CODE.fullmatch(code) else ""

    @property
    def region(self) -> str:
        """The code of the gemeente (`GM0308`), also where the number lost its zero; empty when there is none."""
        number = self.first(GEMEENTE).upper().removeprefix("GM")
        return (normalise_code("GM" + number.zfill(4)) or "") if number.isdecimal() else ""


@dataclass(frozen=True)
class Table:
    """The rows of one file. Names of columns are in capitals with _ for all that is no letter or digit."""

    name: str
    titles: Mapping[str, str]
    """Name of a column to its title as it stands in the file."""
    rows: tuple[Row, ...]

    def column(self, *names: str) -> str | None:
        """The first of these columns that the file has."""
        return next((name for name in names if name in self.titles), None)


def column_name(title: str) -> str:
    """`LEER- OF VERBLIJFSJAAR 1 - MAN` as `LEER_OF_VERBLIJFSJAAR_1_MAN`, so that spellings meet."""
    return re.sub(r"[^A-Z0-9]+", "_", title.upper()).strip("_")


def read_table(file: TextFile, refusal: Callable[[str], str]) -> Table:
    """The first sheet with a column for the site. Raises Refusal (with the text that `refusal` makes of a reason)."""
    for sheet in file.sheets:
        for place, line in enumerate(sheet.lines[:_FIRST_LINES]):
            names = [column_name(title) for title in line.cells]
            if set(SITE) & set(names):
                lines = sheet.lines[place + 1 :]
                is_cut = len(lines) > 1 and len(lines[-1].cells) < min(len(one.cells) for one in lines[:-1])
                rows = (
                    Row(
                        one.number,
                        dict(zip_longest(names, one.cells[: len(names)], fillvalue="")),
                        is_cut=is_cut and one is lines[-1],
                    )
                    for one in lines
                )
                return Table(file.name, dict(zip(names, line.cells, strict=True)), tuple(rows))
    raise Refusal(refusal(f"de kolom {SITE[0]} ontbreekt"))


def is_chosen(region: str, regions: Collection[str] | None) -> bool:
    """Whether a row belongs to the chosen gemeenten, or to nobody knows which; all do when none are chosen."""
    return regions is None or not region or region in regions


def fetch(names: Sequence[str], source: Source, settings: Settings, tell: Tell = tell_nobody) -> tuple[str, bytes]:
    """The first of these files that DUO has, with its name. Raises Refusal when it has none, for the gravest reason.

    Instead of a file that it does not have, a site may send a page with or without 404, so each name is tried.
    """
    refusals: list[Refusal] = []
    for name in names:
        url = source.address + FOLDER + quote(name)
        try:
            content = get_bytes(url, settings, tell)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        if content.strip():
            return name, content
        refusals.append(Refusal(strange_answer(urlsplit(address_of(url, settings)).netloc)))
    raise next((one for one in refusals if not isinstance(one, NotFound)), refusals[0])
