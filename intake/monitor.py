"""Figures that an officer has as a file, from opening to the store: a GGD's monitor, voorschools, thuiszitters."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import Kind
from intake import plan
from intake.monitor_hiding import Kept, kept_of
from intake.opened import OpenedFile
from loaders.monitor import MonitorRead, observations, read_monitor
from loaders.monitor_areas import AreasRead, areas_of
from loaders.monitor_layout import Layout, shape_of, with_saved
from loaders.monitor_proposal import propose
from model.catalogue import Catalogue, CatalogueError, Indicator, Source
from model.delivery import Delivery, Series
from model.findings import Finding, FindingLevel, Refusal
from model.monitor_findings import Place
from model.text_file import Sheet
from settings import Settings
from store import Store, entries
from store.batches import Seen, seen
from store.figures import add_figures

LARGEST_MB = 50
NOT_ONE = ""
"""The officer's answer for an area that is none of ours."""

_NAMES = """
select region, arg_max(name, (period, source = 'kwb')) from mart.area
where name <> '' and (starts_with(region, 'NL') or starts_with(region, 'GM') or substr(region, 3, 4) = ?)
group by region
"""


@dataclass(frozen=True)
class Known:
    """What a table is read with: the names of the areas, the indicators, and what was answered before."""

    municipality: str
    names: Mapping[str, str]
    """Code to name, of the country, the gemeenten, and the wijken and buurten of the chosen gemeente."""
    catalogue: Catalogue
    answers: Mapping[str, str]
    """How an area is written to its code, or NOT_ONE."""

    @property
    def indicators(self) -> list[Indicator]:
        """All indicators that a header may name."""
        return list(self.catalogue.indicators.values())

    @property
    def own_sources(self) -> list[Source]:
        """The sources whose figures come as a file of the gemeente: those with indicators and without an address."""
        used = {one.source for one in self.indicators}
        return [one for one in self.catalogue.sources.values() if one.id in used and not one.address]


def known(cursor: Cursor, municipality: str) -> Known:
    """What is known for a gemeente."""
    names = dict(cursor.execute(_NAMES, [municipality[2:]]).fetchall())
    answers = entries.remembered(cursor, f"{entries.AREA}/{municipality}")
    return Known(municipality, names, entries.catalogue(cursor), answers)


def proposed(cursor: Cursor, opened: OpenedFile, sheet: Sheet, known: Known) -> Layout:
    """What stands where in a table: as was chosen for a file of the same shape, else as far as the table shows it."""
    layout = propose(sheet, known.indicators, known.names, opened.name)
    saved = entries.layout_of(cursor, shape_of(sheet, layout))
    return with_saved(layout, Layout.from_json(saved)) if saved else layout


@dataclass(frozen=True)
class Draft:
    """A table under a layout: which areas and figures it gives. Nothing of it is stored yet."""

    opened: OpenedFile
    sheet: Sheet
    layout: Layout
    areas: AreasRead
    read: MonitorRead

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, and with what it says."""
        return (*self.opened.findings, *self.read.findings)

    @property
    def is_held_back(self) -> bool:
        """Whether something blocks this table."""
        return any(finding.level is FindingLevel.BLOCKING for finding in self.findings)


def draft(opened: OpenedFile, sheet: Sheet, layout: Layout, known: Known, answers: Mapping[str, str]) -> Draft:
    """The table read with the answers of now and before on its areas."""
    if opened.text is None:
        raise ValueError("a file that could not be read has no tables")
    found = areas_of(sheet, layout, known.names, known.municipality)
    given = {written: code for written, code in {**known.answers, **answers}.items() if code != NOT_ONE}
    return Draft(opened, sheet, layout, found, read_monitor(opened.text, sheet, layout, {**found.codes, **given}))


def likely_source(drafted: Draft, known: Known) -> str:
    """The source of the indicators that were recognised, when they have one; empty when they have none or several."""
    recognised = {figure.indicator for figure in drafted.read.figures} & set(known.catalogue.indicators)
    sources = {known.catalogue.indicators[one].source for one in recognised}
    return sources.pop() if len(sources) == 1 else ""


def source_id(publisher: str, title: str) -> str:
    """The id of a new source."""
    return re.sub(r"[^a-z0-9]+", "_", f"{publisher} {title}".lower()).strip("_")


def card(indicator_id: str, **values: str) -> str:
    """The card of a new indicator as JSON: the columns of `indicators.csv`, what is not given at its default."""
    columns = "domain weight ages part_of group per startfoto first_period last_period breaks reference caveat"
    empty = dict.fromkeys(columns.split(), "")
    usual = {"measurement": "gemeten", "level": "buurt", "decimals": "1", "about_children": "ja"}
    title = {"column": indicator_id, "title": values.get("label", indicator_id)}
    return json.dumps({"id": indicator_id, **empty, **usual, **title, **values}, ensure_ascii=False)


def source_card(*, publisher: str, title: str, licence: str, caveats: str) -> str:
    """The card of a new source as JSON: the names of `sources.toml`."""
    said = {"publisher": publisher, "title": title, "licence": licence, "caveats": caveats}
    usual = {"page": "", "cadence": "", "good_for": "", "reference": "{period}"}
    return json.dumps({**said, **usual}, ensure_ascii=False)


def commit(
    store: Store,
    drafted: Draft,
    source: str,
    settings: Settings,
    answers: Mapping[str, str],
    municipality: str,
    cards: Mapping[str, Mapping[str, str]] | None = None,
) -> int:
    """Keep the figures of a table with its layout, the answers and the cards; returns the number of the load.

    All or nothing. `source` is the id of a source card; `cards` are new ones as JSON by kind: of a `source` by its id,
    of an `indicator` by what the file calls it. Raises Refusal for a table that is held back, has no figures, has
    indicators without a card, or those of another source.
    """
    made = cards or {}
    if drafted.is_held_back:
        raise Refusal("Deze tabel kan zo niet worden opgenomen; kijk bij de meldingen wat eraan schort.")
    homeless = [name for name in drafted.read.new_indicators if name not in made.get("indicator", {})]
    if homeless:
        raise Refusal(f"Beschrijf eerst: {', '.join(homeless)}. Zonder beschrijving telt een cijfer niet mee.")
    if not drafted.read.figures:
        raise Refusal("In deze tabel staat met deze indeling geen enkel cijfer. Controleer de kolommen hierboven.")
    named = _with_ids(drafted, source)

    def change(cursor: Cursor) -> int:
        entries.remember(cursor, f"{entries.AREA}/{municipality}", answers)
        entries.keep_cards(cursor, "source", made.get("source", {}))
        entries.keep_cards(cursor, "indicator", _by_id(made.get("indicator", {}), source))
        entries.keep_layout(cursor, shape_of(named.sheet, named.layout), named.layout.to_json())
        try:
            catalogue = entries.catalogue(cursor)
        except CatalogueError as error:
            raise Refusal("Een kaart is niet goed ingevuld. Vul minstens de naam en de omschrijving in.") from error
        _check_cards(named, source, catalogue)
        kept = as_kept(cursor, named, catalogue.indicators, settings)
        return add_figures(cursor, _delivery(named, source, catalogue.indicators, kept))

    return plan.keep(store, change)


def _check_cards(drafted: Draft, source: str, catalogue: Catalogue) -> None:
    """Raises Refusal unless every figure has a card of the chosen source: else two figures would count side by side."""
    if source not in catalogue.sources:
        raise Refusal("Kies eerst van wie deze cijfers zijn, of vul de kaart van de bron in.")
    for indicator in sorted({figure.indicator for figure in drafted.read.figures}):
        found = catalogue.indicators.get(indicator)
        if found is None:
            raise Refusal(f"Beschrijf eerst: {indicator}. Zonder beschrijving telt een cijfer niet mee.")
        if found.source != source:
            owner = catalogue.sources[found.source]
            raise Refusal(
                f"'{found.label}' is een cijfer van een andere bron: {owner.publisher}, {owner.title}. Kies die bron "
                "als de cijfers daarvan zijn; kies anders bij de indicatoren 'Nieuwe indicator'."
            )


def _id(source: str, written: str) -> str:
    """The id of a new indicator: two publishers may call different things the same."""
    return f"{source}: {written}"


def _by_id(cards: Mapping[str, str], source: str) -> dict[str, str]:
    return {
        _id(source, written): json.dumps(
            json.loads(card) | {"id": _id(source, written), "source": source}, ensure_ascii=False
        )
        for written, card in cards.items()
    }


def _with_ids(drafted: Draft, source: str) -> Draft:
    """The table with the ids of its new indicators, in its figures and in the layout for the next file."""
    new = set(drafted.read.new_indicators)
    figures = tuple(
        replace(one, indicator=_id(source, one.indicator)) if one.indicator in new else one
        for one in drafted.read.figures
    )
    measures = tuple(
        replace(one, indicator=_id(source, one.written)) if one.written in new else one
        for one in drafted.layout.measures
    )
    layout = replace(drafted.layout, measures=measures)
    return replace(drafted, layout=layout, read=replace(drafted.read, figures=figures))


def _delivery(drafted: Draft, source: str, indicators: Mapping[str, Indicator], kept: Kept) -> Delivery:
    tables = observations(kept.figures)
    read = drafted.read
    return Delivery(
        source=source,
        table_id=drafted.opened.name,
        title=drafted.opened.name,
        period=", ".join(tables),
        published="",
        rows_in=read.rows_in,
        rows_accepted=read.rows_accepted,
        rows_refused=read.rows_refused,
        observations=pa.concat_tables(tables.values(), promote_options="default").unify_dictionaries(),
        series=_series(drafted.layout, indicators, {figure.indicator for figure in kept.figures}),
        received=[drafted.opened.received] if drafted.opened.received else [],
        findings=(*drafted.findings, *kept.findings),
    )


def _series(layout: Layout, indicators: Mapping[str, Indicator], used: set[str]) -> list[Series]:
    """Where each indicator stood: the header of its column, or what the rows call it."""
    written = {measure.indicator or measure.written: measure.written for measure in layout.measures}
    return [Series(one, written.get(one, one), written.get(one, one), indicators[one].unit) for one in sorted(used)]


def as_kept(cursor: Cursor, drafted: Draft, indicators: Mapping[str, Indicator], settings: Settings) -> Kept:
    """The figures as they are kept and may be shown, given what the store has, with what there is to say of that.

    An indicator without a card has the unit of the layout, and is about children until its card says otherwise.
    """
    kinds = {measure.indicator or measure.written: Kind(measure.unit) for measure in drafted.layout.measures}
    kinds |= {one: Kind(found.unit, found.is_about_children, found.part_of) for one, found in indicators.items()}
    place = Place(drafted.opened.name, drafted.sheet.name)
    return kept_of(cursor, drafted.read.figures, kinds, settings, place)


def seen_before(cursor: Cursor, opened: OpenedFile) -> Seen | None:
    """The load in which this very file is in use already; None when it is not."""
    return seen(cursor, [opened.digest]).get(opened.digest)


def sheets_with_rows(opened: OpenedFile) -> Sequence[Sheet]:
    """The sheets of a file that have anything on them."""
    return [sheet for sheet in opened.text.sheets if sheet.lines] if opened.text else []
