"""The register of schools and what is measured of pupils: from DUO's address, or from files that are told apart."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from intake.opened import OpenedFile, open_file
from loaders import disadvantage, learning, places, schools
from loaders.duo import GEMEENTE, column_name
from loaders.learning import Kind
from loaders.places import Place, Places
from model.catalogue import Catalogue
from model.delivery import SCHOOL, Delivery, Progress, Received, no_progress
from model.findings import Finding, FindingLevel, Refusal
from model.text_file import TextFile
from settings import Settings
from store import Store, locations

REGISTER, PLACES = "scholen", "plaatsen"
LARGEST_MB = 50
_NO_REGISTER = "Laad eerst het scholenregister; daarna kunnen de scholen een plaats krijgen."
_LOCATED = 0.4
"""How far the register is when its schools must still be placed."""

_FIRST_LINES = 40
"""How far down the header of a list may stand under its title."""
_LONGEST_TITLE = 80
_PLACE = {
    *("BUURTCODE", "BUURT", "BU_CODE"),
    *("LON", "LONGITUDE", "LENGTEGRAAD", "GPS_LONGITUDE"),
    *("X", "RD_X", "X_RD", "X_COORDINAAT"),
}
"""Names of columns that say where a school stands, and that no list of DUO has."""

_REGISTER = """
select period, vestiging, name, sector, place, region, buurt, board, street, house_number, postcode, denomination,
    structure, lon, lat
from mart.school where region = ? and period = (select max(period) from mart.school where region = ?)
"""
_REGION_OF = "select vestiging, arg_max(region, period) from mart.school group by vestiging"


def fetch_register(
    period: str, region: str, catalogue: Catalogue, settings: Settings, store: Store, progress: Progress = no_progress
) -> Delivery:
    """The schools of a gemeente from DUO, each at its place; addresses that were asked before are not asked again.

    Raises Refusal when DUO cannot be had; a school whose place is not found stays in, with a finding.
    """

    def fetching(step: str, done: float) -> None:
        progress(step, done * _LOCATED)

    def locating(step: str, done: float) -> None:
        progress(step, _LOCATED + done * (1 - _LOCATED))

    found = schools.fetch_schools(period, [region], catalogue.sources["scholen"], settings, fetching)
    return locate(found, catalogue, settings, store, locating)


def locate(
    delivery: Delivery, catalogue: Catalogue, settings: Settings, store: Store, progress: Progress = no_progress
) -> Delivery:
    """The delivery with its schools at their places, as far as their addresses are known there."""
    with store.read() as cursor:
        known = {address: None if one is None else Place(*one) for address, one in locations.answers(cursor).items()}
    source = catalogue.sources["locatieserver"]
    found = places.locate(delivery.schools, source, settings, progress, known)
    if found.answers:
        answers = {
            address: None if one is None else (one.lon, one.lat, one.buurt) for address, one in found.answers.items()
        }
        store.write(lambda cursor: locations.keep(cursor, answers))
    return schools.place(delivery, found)


def fetch_places(
    region: str, catalogue: Catalogue, settings: Settings, store: Store, progress: Progress = no_progress
) -> Delivery:
    """The register of a gemeente that is loaded, with its addresses looked up. Raises Refusal where there is none."""
    with store.read() as cursor:
        register = _loaded(known(cursor, region))
    return locate(register, catalogue, settings, store, progress)


def region_of(cursor: Cursor) -> dict[str, str]:
    """The gemeente of every school that is in a register, by the newest that has it."""
    return dict(cursor.execute(_REGION_OF).fetchall())


def fetch_learning(
    kind: Kind,
    period: str,
    region: str,
    catalogue: Catalogue,
    settings: Settings,
    store: Store,
    progress: Progress = no_progress,
) -> Delivery:
    """One of DUO's files for the schools of a gemeente. Raises Refusal."""
    with store.read() as cursor:
        known = region_of(cursor)
    source = catalogue.sources[kind.source]
    return learning.fetch_learning(kind, period, source, settings, regions=[region], region_of=known, progress=progress)


@dataclass(frozen=True)
class SchoolFiles:
    """Files of schools after reading: what will be loaded, and what there is to say. Nothing of it is stored yet."""

    opened: tuple[OpenedFile, ...]
    deliveries: tuple[Delivery, ...]
    refused: tuple[Finding, ...]
    """Why files are not used."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say of the files and of what they say."""
        of_files = (finding for file in self.opened for finding in file.findings)
        of_loads = (finding for delivery in self.deliveries for finding in delivery.findings)
        return tuple(dict.fromkeys((*of_files, *self.refused, *of_loads)))


@dataclass(frozen=True)
class Known:
    """What files of schools are read with."""

    municipality: str
    region_of: Mapping[str, str]
    register: pa.Table
    """The newest register of the gemeente, as rows of `model.delivery.SCHOOL`."""


def known(cursor: Cursor, municipality: str) -> Known:
    """What is known for a gemeente."""
    rows = cursor.execute(_REGISTER, [municipality, municipality]).to_arrow_table()
    return Known(municipality, region_of(cursor), rows.cast(SCHOOL))


def read_files(files: Sequence[tuple[bytes, str]], period: str, known: Known) -> SchoolFiles:
    """Files told apart by their columns: DUO's lists of sites, lists of places, DUO's figures, achterstandsscores.

    The lists of sites make one register together, and lists of places hold for it, or for the register that is loaded.
    Figures are of the schools in either. A file that cannot be used is told, and the others are read without it.
    """
    opened = tuple(open_file(content, name, LARGEST_MB, has_public_contacts=True) for content, name in files)
    sites: list[OpenedFile] = []
    placed: list[tuple[OpenedFile, Places]] = []
    measured: list[tuple[OpenedFile, TextFile, Kind | None]] = []
    deliveries: list[Delivery] = []
    refused: list[Finding] = []
    for file in opened:
        if file.text is None or file.is_held_back:
            continue
        try:
            kind = learning.recognise(file.text)
            if kind is not None or _is_scores(file.text):
                measured.append((file, file.text, kind))
            elif _is_locations(file.text):
                placed.append((file, places.read_locations(file.text)))
            else:
                _register([file], period, known)
                sites.append(file)
        except Refusal as refusal:
            refused += _of(file, refusal)
    if sites or (placed and known.register.num_rows):
        found = _register(sites, period, known, _sectors(measured)) if sites else _loaded(known)
        for _, one in placed:
            found = schools.place(found, one)
        deliveries.append(replace(found, received=_received(*sites, *(file for file, _ in placed))))
    elif placed:
        refused += [Finding(FindingLevel.BLOCKING, _NO_REGISTER, file=file.name) for file, _ in placed]
    new = (site for delivery in deliveries for site in delivery.schools.column("vestiging").to_pylist())
    known = replace(known, region_of={**known.region_of, **dict.fromkeys(new, known.municipality)})
    for file, text, kind in measured:
        try:
            deliveries.append(_figures(file, text, kind, period, known))
        except Refusal as refusal:
            refused += _of(file, refusal)
    return SchoolFiles(opened, tuple(deliveries), tuple(refused))


def _of(file: OpenedFile, refusal: Refusal) -> list[Finding]:
    """Why a file is not used, with its name."""
    return [replace(one, file=one.file or file.name) for one in refusal.findings]


def _received(*files: OpenedFile) -> list[Received]:
    return [file.received for file in files if file.received is not None]


def _register(
    files: Sequence[OpenedFile], period: str, known: Known, sectors: Mapping[str, str] | None = None
) -> Delivery:
    """The register of these lists together."""
    texts = [(file.text, _sector(file.name)) for file in files if file.text is not None]
    found = schools.schools_of(texts, period, regions=[known.municipality], sectors=sectors)
    return schools.place(found, _places(found.schools, known.register))


def _places(rows: pa.Table, register: pa.Table) -> Places:
    """Where schools stand that have the address that they had in the register that is loaded."""

    def address(school: Mapping[str, str]) -> tuple[str, ...]:
        return school["vestiging"], school["postcode"], school["house_number"]

    placed = {address(one): Place(one["lon"], one["lat"], one["buurt"] or "") for one in register.to_pylist()}
    return Places({one["vestiging"]: placed[address(one)] for one in rows.to_pylist() if address(one) in placed})


def _sectors(measured: Sequence[tuple[OpenedFile, TextFile, Kind | None]]) -> dict[str, str]:
    """The sectors that counts of pupils tell: which schools on a list of primary schools are sbo or so."""
    found: dict[str, str] = {}
    for _, text, kind in measured:
        if kind is Kind.PUPILS_PRIMARY:
            with suppress(Refusal):
                found |= schools.sectors_in(text)
    return found


def _loaded(known: Known) -> Delivery:
    """The register that is loaded, to be placed anew. Raises Refusal where there is none."""
    if not known.register.num_rows:
        raise Refusal(_NO_REGISTER)
    rows = known.register.num_rows
    period = str(known.register.column("period")[0])
    return Delivery(REGISTER, REGISTER, "Alle schoolvestigingen", period, "", rows, rows, 0, schools=known.register)


def _sector(file_name: str) -> str:
    """The sector that DUO's name for a list says; empty where each row must say it."""
    return "po" if "basisonderwijs" in file_name.lower() else "vo" if "vestigingen-vo" in file_name.lower() else ""


def _titles(file: TextFile) -> set[str]:
    return {column_name(cell) for sheet in file.sheets for line in sheet.lines[:_FIRST_LINES] for cell in line.cells}


def _is_locations(file: TextFile) -> bool:
    titles = _titles(file)
    return bool(titles & _PLACE) and not titles & set(GEMEENTE)


def _is_scores(file: TextFile) -> bool:
    return any("DREMPEL" in title and len(title) < _LONGEST_TITLE for title in _titles(file))


def _figures(file: OpenedFile, text: TextFile, kind: Kind | None, period: str, known: Known) -> Delivery:
    """What DUO measured of pupils in the year that the file's name says, or the achterstandsscores."""
    if kind is None:
        return disadvantage.read_disadvantage(
            text, period, regions=[known.municipality], region_of=known.region_of, received=_received(file)
        )
    year = learning.year_of(file.name) or period
    return learning.read_learning(
        text, kind, year, regions=[known.municipality], region_of=known.region_of, received=_received(file)
    )
