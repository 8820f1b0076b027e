"""The menukaart holds what was published and nothing else, and a faulty one is refused with where it is wrong."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from model.catalogue import CATALOGUE, CatalogueError, Domain
from model.menukaart import AREAS, VERSIONS, Intervention, current, read_menukaart

HERE = current()
FILE = CATALOGUE / "menukaart.csv"


def months(code: str, year: str) -> int | None:
    return HERE[code].versions[year].effect_months


class TestOurs:
    def test_the_second_card_has_three_interventions_more_and_none_less(self) -> None:
        first, second = ({row.code for row in HERE.values() if year in row.versions} for year in VERSIONS)
        assert second - first == {"B10", "B11", "B12"}
        assert first < second == set(HERE)
        assert len(HERE) == 29

    def test_every_doelgebied_has_its_interventions_in_order(self) -> None:
        for letter in AREAS:
            codes = [row.code for row in HERE.values() if row.area == letter]
            assert codes == [f"{letter}{number}" for number in range(1, len(codes) + 1)]
        assert set(AREAS) == {row.area for row in HERE.values()}

    @pytest.mark.parametrize(
        ("code", "year", "values"),
        [
            ("A1", "2021", (5, 4, 5)),
            ("A1", "2022", (None, None, None)),
            ("B1", "2022", (5, 3, 3)),
            ("B3", "2021", (4, 2, 3)),
            ("B3", "2022", (4, 3, 2)),
            ("B6", "2021", (8, 3, None)),
            ("B10", "2022", (5, 5, None)),
            ("C1", "2021", (None, None, None)),
            ("C2", "2022", (1, 3, 3)),
            ("D1", "2022", (7, 4, None)),
            ("E1", "2022", (2, None, 5)),
            ("E2", "2021", (1, 2, 4)),
            ("E2", "2022", (None, None, None)),
        ],
    )
    def test_values_are_those_of_the_card_and_empty_where_it_could_not_be_read(
        self, code: str, year: str, values: tuple[int | None, ...]
    ) -> None:
        version = HERE[code].versions[year]
        assert (version.effect_months, version.evidence, version.cost) == values

    def test_a_value_that_is_missing_beside_others_is_explained(self) -> None:
        for row in HERE.values():
            for version in row.versions.values():
                values = (version.effect_months, version.evidence, version.cost)
                if None in values:
                    assert row.caveat or values == (None, None, None)
                if None in values and version.effect_months is not None:
                    assert "waarschijnlijk één symbool" in row.caveat

    def test_every_version_names_its_source(self) -> None:
        for row in HERE.values():
            assert all(version.source.endswith(VERSIONS[year]) for year, version in row.versions.items())

    def test_domains_follow_the_doelgebied(self) -> None:
        expected = {
            "A": (Domain.COGNITIVE,),
            "B": (Domain.COGNITIVE,),
            "C": (Domain.SOCIAL, Domain.EMOTIONAL),
            "D": (Domain.EXECUTIVE,),
            "E": (),
            "F": (),
        }
        assert {row.code: row.domains for row in HERE.values()} == {code: expected[code[0]] for code in HERE}

    @pytest.mark.parametrize("row", HERE.values(), ids=lambda row: row.code)
    def test_texts_are_for_a_reader(self, row: Intervention) -> None:
        assert not row.name.endswith(".")
        assert not row.caveat or (row.caveat[0].isupper() and row.caveat.endswith("."))

    def test_what_supports_says_that_it_only_supports(self) -> None:
        assert all("Alleen ter ondersteuning" in row.caveat for row in HERE.values() if row.area == "F")


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, str], Path]:
    """Our file with one text in it replaced."""

    def damage(old: str, new: str) -> Path:
        path = copyfile(FILE, tmp_path / "menukaart.csv")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return damage


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A2;A;", "G2;G;", r"menukaart\.csv, row 3, column code"),
        ("A2;A;", "A2;B;", r"row 3, column doelgebied"),
        ("A2;A;", "A1;A;", r"row 3, column code: A1 stands there twice"),
        ("A2;A;Uitbreiding onderwijs;", "A2;A; ;", r"row 3, column name"),
        ("|rijke schooldag;", "|uitbreiding leertijd;", r"row 3, column aliases"),
        ("cognitief;2;3;3;", "cognitie;2;3;3;", r"row 3, column domains: 'cognitie'"),
        ("cognitief;2;3;3;", "cognitief;veel;3;3;", r"row 3, column effect_2021: 'veel'"),
        ("cognitief;2;3;3;", "cognitief;2;6;3;", r"row 3, column evidence_2021: '6'"),
        ("cognitief;2;3;3;", "cognitief;2;3;0;", r"row 3, column cost_2021: '0'"),
        (";5;4;5;Menukaart NP Onderwijs, versie mei 2021", ";5;4;5;", r"row 2, column source_2021"),
        ("Schrijfonderwijs;", "Schrijf;onderwijs;", r"row 15: not as many cells"),
        ("evidence_2022", "bewijs_2022", r"row 2: there is no column evidence_2022"),
    ],
)
def test_a_faulty_menukaart_is_refused_with_its_row_and_column(
    damaged: Callable[[str, str], Path], old: str, new: str, said: str
) -> None:
    with pytest.raises(CatalogueError, match=said):
        read_menukaart(damaged(old, new))


def test_an_intervention_that_stands_in_no_version_is_refused(damaged: Callable[[str, str], Path]) -> None:
    old = "cognitief;;;;;;;;Menukaart NP Onderwijs, versie april 2022;Toegevoegd"
    with pytest.raises(CatalogueError, match="row 15, column source_2021: it stands in no version at all"):
        read_menukaart(damaged(old, "cognitief;;;;;;;;;Toegevoegd"))


def test_an_intervention_that_came_later_is_not_in_the_first_version() -> None:
    assert set(HERE["B10"].versions) == {"2022"}
    assert months("B10", "2022") == 5
