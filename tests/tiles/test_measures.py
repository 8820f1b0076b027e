"""The time line of the measures of a gemeente, in words and as a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor

from analysis.measures import CENTS, of_municipality
from model.choices import Choices
from model.measure import Funding, Measure, MeasureState, Stream, TargetGroup
from model.photo import PhotoKind
from store import measures, photos
from tests.worlds import delivered, stored
from tiles import Kind, NoFigures, Tile, build

HERE = "GM9901"
CHOICES = Choices(HERE)
ZOMER = Measure(
    "zomer",
    "Zomerschool",
    "Twee weken taal.",
    target_groups=(TargetGroup.PRIMARY, TargetGroup.SPECIAL),
    wijken=("WK990102", "WK990101"),
    funding=(Funding(Stream.NPO, 1_234_550), Funding(Stream.GOAB, 5)),
    places=1200,
    start=date(2022, 7, 18),
    end=date(2022, 7, 29),
    state=MeasureState.DECIDED,
)
IDEA = Measure("idee", "*Idee* <b>")


@contextmanager
def register(*content: Measure) -> Iterator[Cursor]:
    """A gemeente with two wijken and these measures."""
    area = delivered({}, names={HERE: "Lindewaard", "WK990101": "Noord", "WK990102": "Zuid"})
    with stored(area) as store:
        for one in content:
            store.write(lambda cursor, one=one: measures.keep(cursor, HERE, one, "Anja", None))  # type: ignore[misc]
        with store.read() as cursor:
            yield cursor


def spaced(text: str) -> str:
    """A text with every blank as a plain one, so that a test can be read."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def tile_of(*content: Measure) -> Tile:
    with register(*content) as cursor:
        return build(Kind.MEASURES, CHOICES, cursor)


def running(number: int, **changes: object) -> Measure:
    state = {"state": MeasureState.RUNNING} | changes
    return replace(ZOMER, id=f"m{number}", name=f"Maatregel {number:02}", **state)  # type: ignore[arg-type]


def test_the_example_says_how_many_run_and_what_all_cost(cursor: Cursor) -> None:
    tile = build(Kind.MEASURES, CHOICES, cursor)
    assert spaced(tile.title) == "10 van de 15 maatregelen lopen; alle samen € 771.500"
    assert tile.figure is not None
    assert len(tile.table) == 15
    assert "10 met status loopt" in tile.alt
    assert tile.source.startswith("Bron: verzonnen voorbeeld, eigen invoer van de gemeente, laatst gewijzigd op ")


def test_money_is_added_in_whole_cents_and_a_pot_without_money_stays_empty() -> None:
    with register(ZOMER, replace(ZOMER, id="b", name="Andere", funding=()), IDEA) as cursor:
        frame = of_municipality(cursor, HERE).frame.set_index("id")
        tile = build(Kind.MEASURES, CHOICES, cursor)
    assert {str(frame[column].dtype) for column in (*CENTS.values(), "total_cents")} == {"Int64"}
    assert frame.loc["zomer", "npo_cents"] == 1_234_550
    assert frame.loc["zomer", "total_cents"] == 1_234_555
    assert frame["total_cents"].isna().to_dict() == {"zomer": False, "b": True, "idee": True}
    table = tile.table.set_index("Naam")
    assert [spaced(str(cell)) for cell in table.loc["Zomerschool"]][-3:] == ["€ 12.345,50", "€ 0,05", "€ 12.345,55"]
    assert list(table.loc["Andere"])[-3:] == ["–", "–", "–"]
    assert "Bedrag jeugd" not in table, "no measure has money from there"


def test_the_table_says_for_whom_where_and_when() -> None:
    table = tile_of(ZOMER, IDEA).table.set_index("Naam")
    assert list(table.loc["Zomerschool"])[:6] == [
        "Twee weken taal.",
        "po, (v)so",
        "Noord en Zuid",
        "18 juli 2022 tot en met 29 juli 2022",
        "besloten",
        "1.200",
    ]
    assert list(table.loc["*Idee* <b>"])[:6] == [
        "", "niet ingevuld", "hele gemeente", "looptijd niet ingevuld", "idee", "–",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2022, 1, 1), None, "vanaf 1 januari 2022, einde open"),
        (None, date(2022, 1, 1), "tot en met 1 januari 2022, begin niet ingevuld"),
        (date(2022, 2, 1), date(2022, 1, 1), "eindigt voor de begindatum"),
    ],
)
def test_an_open_or_impossible_term_is_said(start: date | None, end: date | None, said: str) -> None:
    assert tile_of(replace(ZOMER, start=start, end=end)).table["Looptijd"].tolist() == [said]


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ((ZOMER,), "De enige maatregel loopt niet; € 12.346"),
        ((IDEA,), "De enige maatregel loopt niet; nog zonder bedragen"),
        ((running(1), IDEA), "1 van de 2 maatregelen loopt; alle samen € 12.346"),
        ((ZOMER, IDEA), "0 van de 2 maatregelen lopen; alle samen € 12.346"),
    ],
)
def test_the_finding_is_a_sentence_for_every_number(content: tuple[Measure, ...], title: str) -> None:
    assert spaced(tile_of(*content).title) == title


def test_those_that_begin_first_stand_on_top_and_at_most_sixty_are_drawn() -> None:
    many = [running(number, start=date(2022, 1, 1) if number % 2 else date(2021, 9, 1)) for number in range(1, 71)]
    tile = tile_of(*many, IDEA)
    names = tile.table["Naam"].tolist()
    assert names[:2] == ["Maatregel 02", "Maatregel 04"]
    assert names[-1] == "*Idee* <b>", "without a first day"
    assert tile.figure is not None
    assert sum(len(trace.y) for trace in tile.figure.data) == 60
    assert "De figuur heeft de eerste 60 van 71 maatregelen; de tabel heeft ze allemaal." in tile.notes


def test_the_figure_goes_to_the_last_day_of_a_measure_but_not_past_the_last_day_of_spending() -> None:
    def last(end: date) -> str:
        figure = tile_of(replace(ZOMER, end=end)).figure
        assert figure is not None
        return str(figure.layout.xaxis.range[1])

    assert last(date(2022, 1, 1)) == "2023-08-01"
    assert last(date(2024, 3, 31)) == "2024-04-01"
    assert last(date(2090, 1, 1)) == "2025-08-01"
    assert any("loopt door buiten de figuur" in note for note in tile_of(replace(ZOMER, end=date(2090, 1, 1))).notes)


def test_what_is_running_although_its_last_day_has_passed_is_said() -> None:
    assert any(note.startswith("Van 1 maatregel met status 'loopt'") for note in tile_of(running(1)).notes)
    assert not any("status 'loopt'" in note for note in tile_of(running(1, end=None), ZOMER).notes)


def test_a_photo_has_the_measures_and_the_today_of_then() -> None:
    with stored(delivered({}, names={HERE: "Lindewaard"})) as store:
        first = store.write(lambda cursor: measures.keep(cursor, HERE, running(1), "", None))
        photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Start", date(2022, 7, 1)))
        store.write(lambda cursor: measures.remove(cursor, HERE, "m1", "", first))
        with store.read(photo) as cursor:
            tile = build(Kind.MEASURES, replace(CHOICES, photo=photo), cursor)
        with store.read() as cursor, pytest.raises(NoFigures, match="Lindewaard heeft nog geen maatregelen"):
            build(Kind.MEASURES, CHOICES, cursor)
    assert spaced(tile.title) == "De enige maatregel loopt; € 12.346"
    assert tile.figure is not None
    assert "vandaag" in [one.text for one in tile.figure.layout.annotations]
    assert not any("status 'loopt'" in note for note in tile.notes), "it was still running then"
