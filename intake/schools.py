"""The register of schools and what is measured of pupils: from DUO's address, or from files that are told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from intake.opened import OpenedFile, open_file
from loaders import learning, places, schools
from loaders.learning import Kind
from loaders.places import Place, Places
from model.catalogue import Catalogue
from model.delivery import SCHOOL, Delivery, Progress, no_progress
from model.findings import Finding, FindingLevel, Refusal
from model.text_file import TextFile
from settings import Settings
from store import Store, locations

REGISTER = "scholen"
LARGEST_MB = 50
_LOCATED = 0.4
"""How far the register is when its schools must still be placed."""

_REGISTER = """
select period, vestiging, name, sector, place, region, buurt, board, street, house_number, postcode, denomination,
    structure, lon, lat
from mart.school where region = ? and period = (select max(period) from mart.school where region = ?)
"""
_REGION_OF = "select distinct vestiging, region from mart.school"


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


def region_of(cursor: Cursor) -> dict[str, str]:
    """The gemeente of every school that is in the register."""
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
        return (*of_files, *self.refused, *of_loads)


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
    """
    opened = tuple(open_file(content, name, LARGEST_MB, has_public_contacts=True) for content, name in files)
    usable = [file for file in opened if file.text is not None and not file.is_held_back]
    sites: list[OpenedFile] = []
    placed: list[Places] = []
    deliveries: list[Delivery] = []
    refused: list[Finding] = []
    for file in usable:
        text = file.text
        if text is None:
            continue
        try:
            kind = learning.recognise(text)
            if kind is not None:
                deliveries.append(_figures(file, text, kind, period, known))
            elif _is_locations(text):
                placed.append(places.read_locations(text))
            elif _is_scores(text):
                deliveries.append(_scores(file, text, period, known))
            else:
                sites.append(file)
        except Refusal as refusal:
            refused += refusal.findings
    try:
        deliveries[:0] = _register(sites, placed, period, known)
    except Refusal as refusal:
        refused += refusal.findings
    return SchoolFiles(opened, tuple(deliveries), tuple(refused))


def _register(sites: Sequence[OpenedFile], placed: Sequence[Places], period: str, known: Known) -> list[Delivery]:
    """The register of these lists at these places; the loaded register at these places where there is no list."""
    if sites:
        texts = [(file.text, _sector(file.name)) for file in sites if file.text is not None]
        found = schools.schools_of(texts, period, regions=[known.municipality])
        found = replace(found, received=[file.received for file in sites if file.received is not None])
    elif placed:
        if not known.register.num_rows:
            message = "Laad eerst het scholenregister; daarna kan een lijst met plaatsen erbij."
            raise Refusal(message, (Finding(FindingLevel.BLOCKING, message),))
        rows = known.register.num_rows
        of_period = str(known.register.column("period")[0])
        found = Delivery(
            REGISTER, REGISTER, "Alle schoolvestigingen", of_period, "", rows, rows, 0, schools=known.register
        )
    else:
        return []
    for one in placed:
        found = schools.place(found, one)
    return [found]


def _sector(file_name: str) -> str:
    """The sector that DUO's name for a list says; empty where each row must say it."""
    return "po" if "basisonderwijs" in file_name.lower() else "vo" if "vestigingen-vo" in file_name.lower() else ""


def _titles(file: TextFile) -> set[str]:
    return {cell.strip().upper() for sheet in file.sheets for line in sheet.lines[:10] for cell in line.cells}


def _is_locations(file: TextFile) -> bool:
    titles = _titles(file)
    says_place = titles & {"BUURTCODE", "LON", "LAT", "X", "Y", "RD_X"}
    return bool(says_place) and not titles & {"PLAATSNAAM", "GEMEENTENUMMER"}


def _is_scores(file: TextFile) -> bool:
    return any("DREMPEL" in title for title in _titles(file))


def _figures(file: OpenedFile, text: TextFile, kind: Kind, period: str, known: Known) -> Delivery:
    received = [file.received] if file.received is not None else []
    return learning.read_learning(
        text, kind, period, regions=[known.municipality], region_of=known.region_of, received=received
    )


def _scores(file: OpenedFile, text: TextFile, period: str, known: Known) -> Delivery:
    received = [file.received] if file.received is not None else []
    return learning.read_disadvantage(
        text, period, regions=[known.municipality], region_of=known.region_of, received=received
    )
