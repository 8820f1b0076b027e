"""The file of figures that a visitor is busy with: its layout, its areas and its cards, corrected on a preview."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from analysis.known import catalogue as known_catalogue
from intake import monitor
from intake.monitor import NOT_ONE, Draft, Known
from intake.opened import OpenedFile, without_held
from loaders.monitor import Figure
from loaders.monitor_areas import areas_of
from loaders.monitor_layout import FIGURES, Column, Layout, Measure, Role
from model import dutch
from model.catalogue import UNITS, Direction, Domain, Layer, Source
from model.status import SHORT_TEXT, Status
from model.text_file import Sheet
from pages.parts import outcome
from pages.parts.data import reading
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from settings import current as settings
from store import shared_store

_UPLOAD = "_monitor_upload"
_NEW = "+"
_MOST_COLUMNS = 60
_PREVIEW_ROWS = 25
_MEANINGS = {
    Direction.MORE_NEED: "meer behoefte",
    Direction.LESS_NEED: "minder behoefte",
    Direction.NONE: "zegt niets over behoefte",
}
_DECIMALS = {"": "zelf laten bepalen", ",": "komma (12,3)", ".": "punt (12.3)"}


@dataclass
class Upload:
    """What a visitor has done so far; nothing of it is stored."""

    number: int = 0
    file_id: str = ""
    opened: OpenedFile | None = None
    answers: dict[str, str] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    seen_at: dict[str, str] = field(default_factory=dict)
    """The choices of the URL that show the first of the figures that were kept."""


def current() -> Upload:
    """The upload of this visit."""
    if _UPLOAD not in st.session_state:
        st.session_state[_UPLOAD] = Upload()
    upload: Upload = st.session_state[_UPLOAD]
    return upload


def held_back(upload: Upload) -> None:
    """For a file that is held back for personal data: leave those columns out and go on."""
    opened = upload.opened
    if opened is None or not opened.held:
        return

    def leave_out() -> None:
        upload.opened = without_held(opened)

    what = dutch.listing(sorted({one.reason for one in opened.held}))
    st.warning(
        f"In {plain(opened.name)} staan persoonsgegevens ({what}). "
        "Het bestand wordt niet bewaard. Laat deze kolommen weg, of kies een ander bestand.",
        icon=":material/shield_person:",
    )
    st.button("Laat weg en ga door", on_click=leave_out, icon=":material/visibility_off:")


def choose_layout(upload: Upload, sheet: Sheet, layout: Layout, known: Known) -> Layout:
    """The layout as the officer corrects it: what each column says, of which period, and which decimal sign."""
    key = f"_layout-{upload.number}-{sheet.name}"
    first, second, third = st.columns(3)
    rows = [line.number for line in sheet.lines]
    start = first.number_input("Eerste rij met cijfers", min(rows), max(rows), layout.first_row, key=f"{key}-first")
    end = second.number_input(
        "Laatste rij met cijfers", min(rows), max(rows), max(layout.last_row, min(rows)), key=f"{key}-last"
    )
    decimal = third.selectbox(
        "Decimaalteken",
        list(_DECIMALS),
        index=list(_DECIMALS).index(layout.decimal),
        format_func=_DECIMALS.__getitem__,
        key=f"{key}-decimal",
    )
    period = layout.period
    if not layout.first(Role.PERIOD) and not all(one.period for one in layout.columns if one.role is Role.VALUE):
        period = st.text_input(
            "Jaar of schooljaar van deze cijfers", layout.period, key=f"{key}-period", placeholder="2021 of 2020/2021"
        ).strip()
    example = next((line.cells for line in sheet.lines if line.number == start), ())
    with st.expander(f"Wat staat er in de {len(layout.columns)} kolommen?", icon=":material/view_column:"):
        columns = tuple(
            _choose_role(column, example, f"{key}-{column.place}") if place < _MOST_COLUMNS else column
            for place, column in enumerate(layout.columns)
        )
    chosen = replace(layout, first_row=int(start), last_row=int(end), decimal=decimal, period=period, columns=columns)
    return replace(chosen, measures=_choose_measures(chosen, known, key))


def _choose_role(column: Column, example: Sequence[str], key: str) -> Column:
    header, role = st.columns([3, 2], vertical_alignment="center")
    cell = example[column.place] if column.place < len(example) else ""
    name = column.header or f"Kolom {column.place + 1}"
    header.markdown(f"{plain(name)}")
    header.caption(f"bijvoorbeeld: {plain(cell) or '(leeg)'}")
    chosen = role.selectbox(
        f"{plain(name)}: wat staat hier?",
        list(Role),
        index=list(Role).index(column.role),
        format_func=str,
        key=key,
        label_visibility="collapsed",
    )
    return column if chosen is column.role else replace(column, role=chosen, indicator=column.indicator or name)


def _choose_measures(layout: Layout, known: Known, key: str) -> tuple[Measure, ...]:
    """Which indicator each of the file's own names stands for; one that is new gets a card below."""
    used = {column.indicator for column in layout.columns if column.role in FIGURES} | {layout.indicator}
    missing = sorted(used - {measure.written for measure in layout.measures} - {""})
    measures = [*layout.measures, *(Measure(written, "", "%") for written in missing)]
    options = ["", *[one.id for one in known.indicators]]
    chosen = []
    is_new = any(not measure.indicator for measure in measures)
    with st.expander(f"Welke indicatoren zijn het? ({len(measures)})", icon=":material/label:", expanded=is_new):
        for place, measure in enumerate(measures):
            st.markdown(f"**{plain(measure.written)}**")
            meaning, unit, how = st.columns([3, 2, 2], vertical_alignment="center")
            indicator = meaning.selectbox(
                f"{plain(measure.written)}: welke indicator?",
                [*options, _NEW],
                index=options.index(measure.indicator) if measure.indicator in options else 0,
                format_func=lambda id_: {"": "Nieuwe indicator", _NEW: "Niet opnemen"}.get(id_) or _label(known, id_),
                key=f"{key}-measure-{place}",
                label_visibility="collapsed",
            )
            own_unit = known.catalogue.indicators[indicator].unit if indicator in options[1:] else None
            units = [own_unit] if own_unit else list(UNITS)
            in_unit = unit.selectbox(
                f"{plain(measure.written)}: eenheid",
                units,
                index=units.index(measure.unit) if measure.unit in units else 0,
                key=f"{key}-unit-{place}-{own_unit}",
                label_visibility="collapsed",
            )
            is_fraction = how.checkbox(
                "In het bestand staat 0,123 voor 12,3%",
                measure.is_fraction,
                key=f"{key}-fraction-{place}",
                disabled=in_unit != "%",
            )
            is_used = indicator != _NEW
            chosen.append(
                replace(
                    measure,
                    indicator=indicator if is_used else "",
                    unit=in_unit,
                    is_fraction=is_fraction and in_unit == "%",
                    is_used=is_used,
                )
            )
    return tuple(chosen)


def _label(known: Known, indicator: str) -> str:
    found = known.catalogue.indicators[indicator]
    return f"{found.label} ({known.catalogue.sources[found.source].title})"


def ask_areas(upload: Upload, sheet: Sheet, layout: Layout, known: Known) -> None:
    """The areas that are doubtful or unknown: which of ours are they?"""
    found = areas_of(sheet, layout, known.names, known.municipality)
    asked = [(one.written, one.candidates) for one in found.questions]
    asked += [(written, ()) for written in found.unknown]
    asked = [(written, candidates) for written, candidates in asked if written not in known.answers]
    if not asked:
        return
    ours = [code for code in known.names if code[2:6] == known.municipality[2:]]
    with st.expander(f"{len(asked)} gebieden zijn niet zeker herkend", icon=":material/help:", expanded=True):
        for written, candidates in asked:
            options = [*candidates, *[code for code in ours if code not in candidates], NOT_ONE]
            answer = st.selectbox(
                f"Welk gebied is '{plain(written[:100])}'?",
                options,
                index=None,
                format_func=lambda code: f"{known.names.get(code, code)} ({code})" if code else "Niet opnemen",
                placeholder="Kies een gebied",
                key=f"_area-{upload.number}-{written}",
            )
            if answer is not None:
                upload.answers[written] = answer


def preview(drafted: Draft, known: Known) -> None:
    """The first figures as they will be kept."""
    figures = drafted.read.figures[:_PREVIEW_ROWS]
    indicators = known.catalogue.indicators
    units = {one.indicator or one.written: one.unit for one in drafted.layout.measures}
    table = pd.DataFrame(
        {
            "Rij": [str(one.row) for one in figures],
            "Gebied": [known.names.get(one.region, one.region) for one in figures],
            "Indicator": [
                indicators[one.indicator].label if one.indicator in indicators else one.indicator for one in figures
            ],
            "Periode": [one.period for one in figures],
            "Waarde": [_shown(one.value, one, units) for one in figures],
            "Ondergrens": [dutch.number(one.lower, _decimals(one, units)) for one in figures],
            "Bovengrens": [dutch.number(one.upper, _decimals(one, units)) for one in figures],
            "Aantal": [dutch.number(one.count) for one in figures],
        }
    )
    draw_table(table, alt="De eerste cijfers zoals ze worden opgenomen")
    if len(drafted.read.figures) > len(figures):
        st.caption(f"De eerste {len(figures)} van {dutch.number(len(drafted.read.figures))} cijfers.")


def _decimals(figure: Figure, units: Mapping[str, str]) -> int:
    return 0 if units.get(figure.indicator) == "aantal" else 1


def _shown(value: float | None, figure: Figure, units: Mapping[str, str]) -> str:
    if figure.status is Status.INTERVAL and figure.lower == 0 and figure.upper is not None:
        return f"hoogstens {dutch.number(figure.upper, _decimals(figure, units))}"
    return dutch.number(value, _decimals(figure, units)) if figure.status.has_value else SHORT_TEXT[figure.status]


def indicator_cards(upload: Upload, drafted: Draft, source: str) -> dict[str, str]:
    """The cards of the indicators that are new, as the officer fills them in; only whole ones are returned."""
    cards: dict[str, str] = {}
    if not drafted.read.new_indicators:
        return cards
    population = st.text_input(
        "Over wie gaan deze cijfers?", key=f"_card-{upload.number}-population", placeholder="leerlingen van klas 2 en 4"
    )
    for place, written in enumerate(drafted.read.new_indicators):
        measure = next((one for one in drafted.layout.measures if one.written == written), None)
        key = f"_card-{upload.number}-{place}"
        with st.container(border=True):
            st.markdown(f"**Beschrijving van** {plain(written)}")
            label = st.text_input("Naam", written, key=f"{key}-label")
            definition = st.text_area("Wat is er gemeten?", key=f"{key}-definition", height=80)
            left, middle, right = st.columns(3)
            layer = left.selectbox("Soort kennis", list(Layer)[:2], index=1, format_func=str, key=f"{key}-layer")
            domain = middle.selectbox(
                "Domein",
                list(Domain),
                index=None,
                format_func=str,
                key=f"{key}-domain",
                placeholder="Kies een domein",
                disabled=layer is Layer.BACKGROUND,
            )
            direction = right.selectbox(
                "Hoger betekent",
                list(Direction),
                index=None,
                format_func=_MEANINGS.__getitem__,
                key=f"{key}-direction",
                placeholder="Kies",
            )
            if label and definition and population and direction and (domain or layer is Layer.BACKGROUND):
                cards[written] = monitor.card(
                    written,
                    label=label,
                    definition=definition,
                    layer=layer.value,
                    domain=domain.value if domain and layer is not Layer.BACKGROUND else "",
                    theme="eigen cijfers",
                    unit=measure.unit if measure else "%",
                    direction=direction.value,
                    population=population,
                    source=source,
                    decimals="0" if measure and measure.unit == "aantal" else "1",
                )
    return cards


def source_card(upload: Upload, sources: Sequence[Source], likely: str) -> tuple[str, dict[str, str]]:
    """Whose figures these are: a known source, or a new one with its card (JSON by id); `likely` is proposed."""
    names = {one.id: f"{one.publisher}: {one.title}" for one in sources}
    chosen = st.selectbox(
        "Van wie zijn deze cijfers?",
        [_NEW, *names],
        index=[_NEW, *names].index(likely) if likely in names else None,
        format_func=lambda id_: names.get(id_, "Een nieuwe bron"),
        placeholder="Kies een bron",
        key=f"_source-{upload.number}-{likely}",
    )
    if chosen != _NEW:
        return chosen or "", {}
    left, right = st.columns(2)
    publisher = left.text_input("Organisatie", key=f"_publisher-{upload.number}", placeholder="GGD Lindewaard")
    title = right.text_input("Naam van het onderzoek", key=f"_title-{upload.number}", placeholder="Jeugdmonitor 2021")
    licence = left.text_input("Licentie of afspraak", "afspraken met de organisatie", key=f"_licence-{upload.number}")
    caveats = right.text_input("Waar moet een lezer op letten?", key=f"_caveats-{upload.number}")
    if not (publisher and title):
        return "", {}
    id_ = re.sub(r"[^a-z0-9]+", "_", f"{publisher} {title}".lower()).strip("_")
    return id_, {id_: monitor.source_card(publisher=publisher, title=title, licence=licence, caveats=caveats)}


def keep(upload: Upload, drafted: Draft, source: str, cards: dict[str, dict[str, str]], municipality: str) -> None:
    """Keep what was shown, as a callback; the uploader is emptied after it."""

    def commit() -> list[int]:
        return [monitor.commit(shared_store(), drafted, source, settings(), upload.answers, municipality, cards)]

    if loads := outcome.kept(commit):
        first = drafted.read.figures[0]
        seen_at = {"indicator": _title_of(first.indicator, cards), "jaar": first.period}
        st.session_state[_UPLOAD] = Upload(number=upload.number + 1, kept=loads, seen_at=seen_at)


def _title_of(indicator: str, cards: Mapping[str, Mapping[str, str]]) -> str:
    """What the choices call the indicator of a figure: the label of its card, or of the catalogue."""
    made = cards["indicator"].get(indicator)
    if made is not None:
        return str(json.loads(made)["label"])
    with reading() as cursor:
        found = known_catalogue(cursor).indicators.get(indicator)
    return found.label if found is not None else indicator
