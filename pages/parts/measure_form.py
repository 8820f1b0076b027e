"""The fields of one measure, in sections: drawn from a measure, and read back to one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

import streamlit as st

from intake.measure_checks import Known
from intake.measure_columns import AMOUNTS, Names, Unreadable, values_of
from model.catalogue import Domain
from model.findings import Finding, FindingLevel
from model.measure import Funding, Measure, MeasureState, Moment, Partner, Purpose, Role, Stream, TargetGroup
from model.money import euros
from pages.parts.plain import plain

_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""What the calendars offer; which days a measure may have, `check` says."""
_NEW = "nieuw"
_TEXTS = {"name": "Naam", "aim": "Doel", "agenda_line": "Lijn van de herstelagenda", "owner": "Eigenaar"}


def draw(prefix: str, measure: Measure, known: Known) -> None:
    """All fields; the key of each begins with `prefix`, and another prefix begins anew with what `measure` has."""

    def key(field: str) -> str:
        return f"{prefix}-{field}"

    names = known.names
    st.subheader("Wat en voor wie", anchor=False)
    st.text_input("Naam", measure.name, key=key("name"))
    st.text_area("Doel", measure.aim, key=key("aim"), help="Wat u ermee wilt bereiken.")
    with st.grid(2, min_column_width=300):
        _one_of("Bestedingsdoel", Purpose, measure.purpose, key("purpose"))
        st.text_input("Lijn van de herstelagenda", measure.agenda_line, key=key("agenda_line"))
    _several("Domeinen", Domain, measure.domains, key("domains"))
    _several("Doelgroepen", TargetGroup, measure.target_groups, key("target_groups"))
    themes = {theme for one in known.kept for theme in one.content.themes}
    _chosen("Thema's", sorted(themes), measure.themes, str, key("themes"), "Kies of typ een thema", is_open=True)

    st.subheader("Waar en met wie", anchor=False)
    _codes("Wijken", known.wijken, measure.wijken, names.wijken, key("wijken"), "Leeg: de hele gemeente")
    _codes("Scholen", known.schools, measure.schools, names.schools, key("schools"), "Leeg: alle van de doelgroepen")
    _several("Partners", Partner, measure.partners, key("partners"))
    with st.grid(2, min_column_width=300):
        _one_of("Rol van de gemeente", Role, measure.role, key("role"))
        st.text_input("Eigenaar", measure.owner, key=key("owner"), help="Het team of de functie die hem uitvoert.")

    st.subheader("Wanneer en hoeveel", anchor=False)
    with st.grid(3, min_column_width=220):
        st.selectbox(
            "Status",
            list(MeasureState),
            list(MeasureState).index(measure.state),
            str,
            key=key("state"),
            help="Bij Leemtes telt een maatregel mee zodra hij besloten is of loopt.",
        )
        _day("Begin", measure.start, key("start"))
        _day("Einde", measure.end, key("end"))
        st.number_input("Plaatsen", value=measure.places, step=1, key=key("places"), help="Tegelijk bezet.")
        st.number_input("Beoogd bereik", value=measure.intended_reach, step=1, key=key("intended_reach"))

    st.subheader("Geldstromen", anchor=False)
    st.caption("Bedrag in euro's per geldstroom, zoals 12.500 of 12.500,50. Leeg als er niets uit komt.")
    held = values_of(measure)
    with st.grid(3, min_column_width=220):
        for column in AMOUNTS:
            st.text_input(column.field, _amount(held[column.name]), key=key(column.field), placeholder="geen bedrag")

    st.subheader("Wensen en menukaart", anchor=False)
    _chosen("Wensen die hij beantwoordt", names.wishes, measure.wishes, _wish(names), key("wishes"), "Kies wensen")
    codes = names.interventions
    _codes("Lijkt op deze keuzes van de menukaart", codes, measure.interventions, codes, key("interventions"), "Kies")

    st.subheader("Evaluatiemomenten", anchor=False)
    for number, one in enumerate(measure.moments, start=1):
        with st.container(border=True):
            _moment(f"moment {number}", one, key(str(number)))
            st.checkbox(f"Haal moment {number} weg", key=key(f"{number}-gone"))
    with st.expander("Voeg een evaluatiemoment toe", icon=":material/add:"):
        _moment("nieuw moment", None, key(_NEW))


def read(prefix: str, measure: Measure) -> tuple[Measure, list[Finding]]:
    """The measure as the fields have it, and what cannot be read; `measure` is the one that they were drawn from."""
    values = {field: st.session_state[f"{prefix}-{field}"] for field in _fields()}
    found: list[Finding] = []
    funding = []
    for column in AMOUNTS:
        text = str(st.session_state[f"{prefix}-{column.field}"]).strip()
        try:
            cents = column.read(text, Names())
        except Unreadable as why:
            found.append(_refused(column.name, f"'{column.name}' is geen bedrag. Vul {why.expected} in", text, why))
        else:
            funding += [] if cents is None else [Funding(Stream(column.field), cents)]
    moments = []
    for number in (*range(1, len(measure.moments) + 1), _NEW):
        said = {field: st.session_state[f"{prefix}-{number}-{field}"] for field in _MOMENT}
        if number == _NEW and not any(value not in (None, "", False) for value in said.values()):
            continue
        if st.session_state.get(f"{prefix}-{number}-gone"):
            continue
        if said["day"] is None:
            found.append(_refused("Datum", f"Vul de datum van {_called(number)} in, of haal het weg"))
        else:
            moments.append(Moment(**said))
    lists = {field: tuple(value) for field, value in values.items() if isinstance(value, list)}
    return replace(measure, **{**values, **lists}, funding=tuple(funding), moments=tuple(moments)), found


_MOMENT = ("day", "reached", "seen", "bottlenecks", "to_board")


def _fields() -> Iterable[str]:
    lists = ("domains", "target_groups", "themes", "wijken", "schools", "partners", "wishes", "interventions")
    return (*_TEXTS, *lists, "purpose", "role", "state", "start", "end", "places", "intended_reach")


def _called(number: int | str) -> str:
    return "het nieuwe moment" if number == _NEW else f"moment {number}"


def _refused(column: str, message: str, found: str = "", why: Unreadable | None = None) -> Finding:
    example = f", zoals {why.example}, of laat het leeg." if why else "."
    return Finding(FindingLevel.BLOCKING, message + example, column=column, found=found)


def _amount(cents: int | None) -> str:
    if cents is None:
        return ""
    return euros(cents, with_cents=True).removeprefix("€\N{NO-BREAK SPACE}")


def _one_of(label: str, words: type[StrEnum], chosen: StrEnum | None, key: str) -> None:
    options: list[StrEnum | None] = [None, *words]
    st.selectbox(label, options, options.index(chosen), lambda one: str(one or "niet ingevuld"), key=key)


def _several(label: str, words: type[StrEnum], chosen: Sequence[StrEnum], key: str) -> None:
    st.pills(label, list(words), selection_mode="multi", default=list(chosen), format_func=str, key=key)


def _chosen(
    label: str,
    known: Iterable[str],
    chosen: Sequence[str],
    called: Callable[[str], str],
    key: str,
    hint: str,
    is_open: bool = False,
) -> None:
    """Several from a long list, in which what was chosen before stays on offer; `is_open` takes new words too."""
    options = list(dict.fromkeys([*known, *chosen]))
    st.multiselect(
        label, options, list(chosen), called, key=key, placeholder=hint, accept_new_options=is_open
    )  # fmt: skip


def _codes(
    label: str, offered: Iterable[str], chosen: Sequence[str], names: Any, key: str, hint: str
) -> None:  # fmt: skip
    def called(code: str) -> str:
        return f"{names[code]} ({code})" if code in names else code

    _chosen(label, sorted(offered, key=called), chosen, called, key, hint)


def _wish(names: Names) -> Callable[[str], str]:
    def called(wish: str) -> str:
        site = wish.partition("/")[0]
        return f"{names.wishes.get(wish, 'wens die niet meer in de scans staat')} – {names.schools.get(site, site)}"

    return called


def _day(label: str, day: date | None, key: str) -> None:
    st.date_input(label, day, min_value=_EARLIEST, max_value=_LATEST, format="DD-MM-YYYY", key=key)


def _moment(of: str, moment: Moment | None, key: str) -> None:
    """The fields of one moment; `of` says which, in every label."""
    with st.grid(2, min_column_width=220):
        _day(f"Datum van {of}", moment.day if moment else None, f"{key}-day")
        st.number_input(
            f"Bereikt op {of}", value=moment.reached if moment else None, step=1, key=f"{key}-reached",
            help="Hoeveel kinderen er tot dan zijn bereikt. Leeg als u het niet weet.",
        )  # fmt: skip
    st.text_area(f"Gezien op {of}", moment.seen if moment else "", key=f"{key}-seen")
    st.text_area(f"Knelpunten op {of}", moment.bottlenecks if moment else "", key=f"{key}-bottlenecks")
    st.checkbox(plain(f"Naar bestuurlijk overleg: {of}"), value=bool(moment and moment.to_board), key=f"{key}-to_board")
