"""Where the officer corrects what stands where in a file of figures: rows, columns, indicators and areas."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from intake.monitor import NOT_ONE, Known
from loaders.monitor_areas import AreasRead
from loaders.monitor_layout import FIGURES, Column, Layout, Measure, Role
from model import dutch
from model.catalogue import UNITS
from model.text_file import Sheet
from pages.parts.plain import plain

_LEFT_OUT = "+"
_MOST_COLUMNS, _MOST_AREAS = 60, 50
_DECIMALS = {"": "zelf laten bepalen", ",": "komma (12,3)", ".": "punt (12.3)"}


def choose_layout(number: int, sheet: Sheet, layout: Layout, known: Known) -> Layout:
    """The layout as the officer corrects it: what each column says, of which period, and which decimal sign."""
    key = f"_layout-{number}-{sheet.name}"
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
                [*options, _LEFT_OUT],
                index=options.index(measure.indicator) if measure.indicator in options else 0,
                format_func=lambda id_: (
                    {"": "Nieuwe indicator", _LEFT_OUT: "Niet opnemen"}.get(id_) or _label(known, id_)
                ),
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
            is_used = indicator != _LEFT_OUT
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


def ask_areas(number: int, found: AreasRead, known: Known) -> dict[str, str]:
    """The areas that are doubtful or unknown: which of ours are they? The answers, by how the file writes them."""
    answers: dict[str, str] = {}
    asked = [(one.written, one.candidates) for one in found.questions]
    asked += [(written, ()) for written in found.unknown]
    asked = [(written, candidates) for written, candidates in asked if written not in known.answers]
    if not asked:
        return answers
    ours = [code for code in known.names if code[2:6] == known.municipality[2:]]
    with st.expander(
        f"{dutch.counted(len(asked), 'gebied is', 'gebieden zijn')} niet zeker herkend",
        icon=":material/help:",
        expanded=True,
    ):
        for written, candidates in asked[:_MOST_AREAS]:
            options = [*candidates, *[code for code in ours if code not in candidates], NOT_ONE]
            answer = st.selectbox(
                f"Welk gebied is '{plain(written[:100])}'?",
                options,
                index=None,
                format_func=lambda code: f"{known.names.get(code, code)} ({code})" if code else "Niet opnemen",
                placeholder="Kies een gebied",
                key=f"_area-{number}-{written}",
            )
            if answer is not None:
                answers[written] = answer
        if len(asked) > _MOST_AREAS:
            st.caption(
                f"De eerste {_MOST_AREAS} van {dutch.number(len(asked))}. Zo veel onbekende gebieden wijst op een "
                "andere gemeente, of op een kolom die niet het gebied is."
            )
    return answers
