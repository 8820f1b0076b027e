"""The columns of the workbook of measures: what each is called, what it takes, and how it is written and read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from intake.matching import fold
from model.catalogue import Domain
from model.measure import Funding, Measure, MeasureState, Moment, Partner, Purpose, Role, Stream, TargetGroup
from model.reading import read_cents
from model.text_file import clean_text

Cell = str | int | date | None
"""What is written: an amount is in whole cents, which the workbook shows in euros."""
SEPARATOR = "; "
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_COUNT = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3}){1,5}|\d{1,18})")
_IN_BRACKETS = re.compile(r".*\(([^()]+)\)", re.DOTALL)
_LONGEST_LABEL = 80


class Unreadable(ValueError):
    """A cell that is not what its column takes."""

    def __init__(self, expected: str, example: str) -> None:
        super().__init__(expected)
        self.expected, self.example = expected, example


@dataclass(frozen=True)
class Names:
    """What codes are called, also those that are no longer in use."""

    wijken: Mapping[str, str] = field(default_factory=dict)
    schools: Mapping[str, str] = field(default_factory=dict)
    interventions: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column of a measure or of a moment."""

    name: str
    field: str
    """What it holds of a `Measure` or a `Moment`."""
    explanation: str
    width: int
    write: Callable[[Any, Names], Cell]
    """The cell of a value of that field."""
    read: Callable[[str, Names], Any]
    """The value of that field that a cell says, which may be empty. Raises Unreadable."""
    words: tuple[str, ...] = ()
    """The words to choose from, where it takes one of them."""
    is_amount: bool = False


def _text(name: str, field_: str, explanation: str, width: int) -> Column:
    return Column(name, field_, explanation, width, lambda value, _: clean_text(value) or None, lambda text, _: text)


def _one_of(name: str, field_: str, words: type[StrEnum], nothing: StrEnum | None, explanation: str) -> Column:
    known = {fold(word.value): word for word in words}

    def read(text: str, _: Names) -> StrEnum | None:
        if text and fold(text) not in known:
            raise Unreadable(f"een van deze woorden: {', '.join(words)}", next(iter(words)).value)
        return known[fold(text)] if text else nothing

    def write(value: StrEnum | None, _: Names) -> Cell:
        return value.value if value else None

    return Column(name, field_, f"{explanation} Kies: {', '.join(words)}.", 18, write, read, tuple(words))


def _words_of(name: str, field_: str, words: type[StrEnum], explanation: str) -> Column:
    known = {fold(word.value): word for word in words}

    def read(text: str, _: Names) -> tuple[StrEnum, ...]:
        found = [known.get(fold(word)) for word in _split(text)]
        if None in found:
            raise Unreadable(
                f"woorden uit deze lijst, met ; ertussen: {', '.join(words)}", SEPARATOR.join(list(words)[:2])
            )
        return tuple(word for word in found if word)

    said = f"{explanation} Een of meer van: {', '.join(words)}. Zet er ; tussen."
    return Column(name, field_, said, 24, lambda value, _: _joined(value), read)


def _codes(name: str, field_: str, names_of: Callable[[Names], Mapping[str, str]], explanation: str) -> Column:
    """Codes, each with what it is called before it; a name alone is read too, when only one has it."""

    def label(code: str, names: Mapping[str, str]) -> str:
        called = re.sub(r"[;()\s]+", " ", clean_text(names.get(code, ""))).strip()[:_LONGEST_LABEL]
        return f"{called} ({code})" if called else code

    def code_of(text: str, names: Mapping[str, str]) -> str:
        if text in names:
            return text
        if found := _IN_BRACKETS.fullmatch(text):
            return found[1].strip()
        called = [code for code, name in names.items() if fold(name) == fold(text)]
        return called[0] if len(called) == 1 else text

    return Column(
        name,
        field_,
        explanation,
        26,
        lambda value, names: _joined(label(code, names_of(names)) for code in value),
        lambda text, names: tuple(code_of(word, names_of(names)) for word in _split(text)),
    )


def _number(name: str, field_: str, explanation: str) -> Column:
    def read(text: str, _: Names) -> int | None:
        if text and not _COUNT.fullmatch(text):
            raise Unreadable("een heel getal", "60")
        return int(re.sub("[. ]", "", text)) if text else None

    return Column(name, field_, explanation, 11, lambda value, _: value, read)


def _day(name: str, field_: str, explanation: str, is_needed: bool = False) -> Column:
    def read(text: str, _: Names) -> date | None:
        if not text and not is_needed:
            return None
        try:
            if not (found := _DAY.fullmatch(text)):
                raise ValueError
            parts = [int(part) for part in found.groups() if part]
            return date(*(parts if found[4] else parts[::-1]))
        except ValueError as error:
            raise Unreadable("een datum", "14-10-2021") from error

    return Column(name, field_, explanation, 13, lambda value, _: value, read)


def _amount(stream: Stream) -> Column:
    def read(text: str, _: Names) -> int | None:
        cents = read_cents(text) if text else None
        if text and cents is None:
            raise Unreadable("een bedrag in euro's", "12.500,00")
        return cents

    explanation = f"Bedrag in euro's uit deze geldstroom: {stream.value}. Leeg als er niets uit komt."
    return Column(f"Bedrag {stream.value}", stream.value, explanation, 15, lambda cents, _: cents, read, is_amount=True)


def _yes(name: str, field_: str, explanation: str) -> Column:
    def read(text: str, _: Names) -> bool:
        if fold(text) not in ("", "ja", "nee"):
            raise Unreadable("ja of nee", "ja")
        return fold(text) == "ja"

    return Column(name, field_, explanation, 14, lambda value, _: "ja" if value else "nee", read, ("ja", "nee"))


def _split(text: str) -> list[str]:
    words = (" ".join(word.split()) for word in re.split(r"[;\n]", text))
    return list(dict.fromkeys(word for word in words if word))


def _joined(words: Iterable[str]) -> str | None:
    return SEPARATOR.join(clean_text(str(word)) for word in words) or None


ID = _text("ID", "id", "Laat staan: hieraan herkent Startfoto de maatregel. Leeg bij een nieuwe.", 14)
NAME = _text("Naam", "name", "Hoe de maatregel heet. Verplicht.", 30)
AMOUNTS = tuple(_amount(stream) for stream in Stream)
MEASURE: tuple[Column, ...] = (
    ID,
    NAME,
    _text("Doel", "aim", "Wat u ermee wilt bereiken.", 45),
    _one_of("Bestedingsdoel", "purpose", Purpose, None, "Het doel van de uitkering waar hij bij hoort."),
    _words_of("Domeinen", "domains", Domain, "Waar kinderen vertraging in opliepen."),
    Column(
        "Thema's", "themes", "Onderwerpen, in eigen woorden. Zet er ; tussen.", 20,
        lambda value, _: _joined(value), lambda text, _: tuple(_split(text)),
    ),
    _words_of("Doelgroepen", "target_groups", TargetGroup, "Voor wie."),
    _codes("Wijken", "wijken", lambda names: names.wijken,
           "Naam of code van elke wijk, met ; ertussen. Leeg voor de hele gemeente."),
    _codes("Scholen", "schools", lambda names: names.schools,
           "Naam of vestigingsnummer van elke school, met ; ertussen. Leeg voor alle scholen van de doelgroepen."),
    _codes("Menukaart", "interventions", lambda names: names.interventions,
           "De keuze van de menukaart waar de maatregel op lijkt, naam of code."),
    _words_of("Partners", "partners", Partner, "Met wie."),
    _one_of("Rol gemeente", "role", Role, None, "Wat de gemeente hierin is."),
    *AMOUNTS,
    _text("Lijn herstelagenda", "agenda_line", "De lijn van de bredere herstelagenda waar hij bij hoort.", 22),
    _text("Eigenaar", "owner", "Het team of de functie die hem uitvoert.", 20),
    _number("Plaatsen", "places", "Hoeveel kinderen er tegelijk terechtkunnen."),
    _number("Bereik bedoeld", "intended_reach", "Hoeveel kinderen u in totaal wilt bereiken."),
    _day("Begin", "start", "De eerste dag, zoals 1-10-2021."),
    _day("Einde", "end", "De laatste dag. Leeg als die niet vaststaat."),
    _one_of("Status", "state", MeasureState, MeasureState.IDEA, "Hoe ver het is. Leeg betekent: idee."),
    _codes("Wensen", "wishes", lambda names: names.wishes,
           "De wensen van scholen die hij beantwoordt. Laat staan wat er staat; koppelen gaat op de pagina Wensen."),
)  # fmt: skip
OF_MEASURE = _text("Maatregel", "name", "De naam van de maatregel, als de ID leeg is.", 30)
MOMENT: tuple[Column, ...] = (
    _day("Datum", "day", "De dag van het moment. Verplicht.", is_needed=True),
    _number("Bereikt", "reached", "Hoeveel kinderen er tot dan zijn bereikt. Leeg als u het niet weet."),
    _text("Gezien", "seen", "Wat u zag.", 45),
    _text("Knelpunten", "bottlenecks", "Wat er niet goed ging.", 45),
    _yes("Naar bestuurlijk overleg", "to_board", "Of het naar het bestuurlijk overleg gaat: ja of nee."),
)
MOMENTS = "Momenten"
"""What stands in the place of a column for all moments of a measure together."""


def values_of(measure: Measure) -> dict[str, Any]:
    """What each column of a measure holds, by its name; of a pot that has no money None."""
    cents: dict[str, int] = {}
    for one in measure.funding:
        cents[one.stream.value] = cents.get(one.stream.value, 0) + one.cents
    return {
        column.name: cents.get(column.field) if column.is_amount else getattr(measure, column.field)
        for column in MEASURE
    }


def with_values(measure: Measure, values: Mapping[str, Any]) -> Measure:
    """The measure with other values in some columns, by their names, and under `MOMENTS` other moments."""
    changed: dict[str, Any] = {}
    if any(column.name in values for column in AMOUNTS):
        amounts = {**values_of(measure), **values}
        pots = [(Stream(column.field), amounts[column.name]) for column in AMOUNTS]
        changed["funding"] = tuple(Funding(stream, cents) for stream, cents in pots if cents is not None)
    changed |= {
        column.field: values[column.name] for column in MEASURE if not column.is_amount and column.name in values
    }
    if MOMENTS in values:
        changed["moments"] = values[MOMENTS]
    return replace(measure, **changed)


def shown(column: str, value: Any, names: Names) -> str:
    """A value of a column, or of `MOMENTS`, as a person reads it in the preview; empty for none."""
    if column == MOMENTS:
        return SEPARATOR.join(_moment_line(one) for one in value)
    [of] = [one for one in MEASURE if one.name == column]
    written = of.write(value, names)
    if of.is_amount and isinstance(written, int):
        return euros(written)
    if isinstance(written, date):
        return f"{written:%d-%m-%Y}"
    return "" if written is None else str(written)


def euros(cents: int) -> str:
    """`€ 1.234,50`, exact to the cent."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}€\N{NO-BREAK SPACE}{whole:,}".replace(",", ".") + f",{rest:02}"


def _moment_line(moment: Moment) -> str:
    said: Sequence[str] = [f"{moment.day:%d-%m-%Y}", f"{moment.reached} bereikt" if moment.reached is not None else ""]
    parts = [*said, moment.seen, moment.bottlenecks, "naar bestuurlijk overleg" if moment.to_board else ""]
    return ", ".join(part for part in parts if part)
