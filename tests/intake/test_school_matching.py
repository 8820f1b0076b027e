"""Schools are recognised: what is certain is right, what is doubtful is asked, what is unknown is said."""

import csv
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.matching import MOST, Match
from intake.school_matching import SchoolEntry, match_school, school_key
from settings import ROOT

DUO = ROOT / "data" / "example" / "duo"


def example_register() -> tuple[SchoolEntry, ...]:
    entries = []
    for name, sector in (
        ("02.-alle-schoolvestigingen-basisonderwijs.csv", "po"),
        ("02.-alle-vestigingen-vo.csv", "vo"),
    ):
        with (DUO / name).open(encoding="utf-8-sig", newline="") as file:
            entries += [
                SchoolEntry(
                    row["VESTIGINGSCODE"], row["VESTIGINGSNAAM"], row["PLAATSNAAM"], sector, row["BEVOEGD GEZAG NUMMER"]
                )
                for row in csv.DictReader(file, delimiter=";")
            ]
    return tuple(entries)


REGISTER = example_register()

# What schools write, and which vestiging it is by hand; nothing when that is in doubt.
# The matcher was made while looking at every other row, from the first; the rows between were the final measurement.
SCHOOLS = (
    ("Basisschool De Kloostertuin", "Lindewaard", "", "99AA00"),
    ("De Kloostertuin", "Lindewaard", "", "99AA00"),
    ("bs kloostertuin", "", "", "99AA00"),
    ("de perronklas", "LINDEWAARD", "", "99AB00"),
    ("O.B.S. De Perronklas", "Lindewaard", "", "99AB00"),
    ("Openbare basisschool De Perronklas", "Lindewaard", "", "99AB00"),
    ("Het Elzenblad", "Lindewaard", "", ""),
    ("OBS Het Elzenblad", "Lindewaard", "", ""),
    ("OBS Het Elzenblad", "Lindewaard", "99AC00", "99AC00"),
    ("Het Elzenblad (Meidoorn)", "Lindewaard", "", "99AC01"),
    ("Elzenblad loc. Meidoorn", "Lindewaard", "", "99AC01"),
    ("Het Elzenblad", "Lindewaard", "99AC", ""),
    ("Het Elzenblad, locatie Meidoorn", "Lindewaard", "99AC00", ""),
    ("CBS de Ambacht", "Lindewaard", "", "99AD00"),
    ("Chr. basisschool De Ambacht", "Lindewaard", "", "99AD00"),
    ("OBS De Ambacht", "Lindewaard", "", ""),
    ("St. Radboud", "Lindewaard", "", "99AE00"),
    ("R.K. basisschool Sint Radboudschool", "Lindewaard", "", "99AE00"),
    ("IKC de Toonladder", "Lindewaard", "", ""),
    ("Toonladder Noord", "Lindewaard", "", "99AF01"),
    ("Kompas van Ravelshoek", "Lindewaard", "", "99AG00"),
    ("Het Kompas", "Lindewaard", "", ""),
    ("De Boléro", "Lindewaard", "", "99AH00"),
    ("SBO Ravelijn", "Lindewaard", "", "99AI00"),
    ("OBS Zandkamp Heiderand", "Lindewaard", "", "99AJ01"),
    ("Het palet", "Lindewaard", "99AK", "99AK00"),
    ("El-Amel", "Lindewaard", "", "99AL00"),
    ("De Zonedauw", "Lindewaard", "", "99AM00"),
    ("Kindcentrum Kooiveld", "Lindewaard", "", ""),
    ("Kooiveld - De Wielen", "Lindewaard", "", "99AN01"),
    ("Veerpont", "", "", "99AO00"),
    ("De Reiger", "Lindewaard", "99 AQ 00", "99AQ00"),
    ("Reigerschool", "Lindewaard", "", "99AQ00"),
    ("De Valk", "Lindewaard", "99AS00", ""),
    ("Buizerd Lindewaard", "", "", "99AS00"),
    ("Daltonschool Sterrenbosch", "Lindewaard", "", "99BA00"),
    ("Sterrenbosch", "Lindewaard", "", ""),
    ("Montessori College Sterrenbosch", "Lindewaard", "", "99VG00"),
    ("De Linde", "Lindewaard", "", "99AY00"),
    ("De Linden", "Lindewaard", "", ""),
    ("Molenwiek", "Vliesterbroek", "", "99BC00"),
    ("De Molenwiek", "Lindewaard", "", ""),
    ("Stedelijk Gymnasium", "Lindewaard", "", "99VA00"),
    ("Lindewaard College", "Lindewaard", "", ""),
    ("Lindewaard College Horsten", "Lindewaard", "", "99VB01"),
    ("Vakcollege de Elzen", "Lindewaard", "", "99VC00"),
    ("Lyceum De Singel, locatie Lindehove", "Lindewaard", "", "99VE01"),
    ("SG De Overkant", "Lindewaard", "", "99VF00"),
    ("De Regenboog", "Lindewaard", "", ""),
    ("Praktijkschool de Gaarde", "Lindewaard", "99VD00", "99VD00"),
)


@pytest.mark.parametrize("half", [SCHOOLS[::2], SCHOOLS[1::2]], ids=["worked with", "final"])
class TestSchoolsByHand:
    def test_no_certain_school_is_wrong(self, half: Sequence[tuple[str, str, str, str]]) -> None:
        found = [(name, site, match_school(name, place, site, "", REGISTER).certain) for name, place, site, _ in half]
        wrong = [row for row, (*_, code) in zip(found, half, strict=True) if row[2] and row[2] != code]
        assert not wrong

    def test_nine_in_ten_are_certain(self, half: Sequence[tuple[str, str, str, str]]) -> None:
        clear = [row for row in half if row[3]]
        right = [row for row in clear if match_school(*row[:3], "", REGISTER).certain == row[3]]
        assert len(right) >= 0.9 * len(clear)


def school(name: str, place: str = "Lindewaard", site: str = "", board: str = "") -> Match:
    return match_school(name, place, site, board, REGISTER)


def codes(match: Match) -> list[str]:
    return [code for code, _ in match.candidates]


def several(code: str) -> bool:
    return sum(entry.vestiging[:4] == code[:4] for entry in REGISTER) > 1


class TestSchools:
    def test_two_sites_of_one_school_are_asked_when_the_form_does_not_say_which(self) -> None:
        match = school("Het Elzenblad")
        assert (match.certain, codes(match)[:2]) == ("", ["99AC00", "99AC01"])
        assert "meer dan één vestiging" in match.reason

    @pytest.mark.parametrize("site", ["99AC01", "99ac01", "99AC 01", "99AC-1"])
    def test_brin_and_vestiging_are_read_however_they_are_written(self, site: str) -> None:
        assert school("Het Elzenblad", site=site).certain == "99AC01"

    def test_a_brin_of_a_school_with_one_site_is_enough(self) -> None:
        assert school("", site="99AA").certain == "99AA00"

    def test_a_brin_of_a_school_with_two_sites_is_asked_unless_the_name_tells(self) -> None:
        assert codes(school("", site="99AC")) == ["99AC00", "99AC01"]
        assert school("Elzenblad, locatie Meidoorn", site="99AC").certain == "99AC01"

    def test_a_brin_of_another_school_is_asked_with_both(self) -> None:
        match = school("De Valk", site="99AS00")
        assert (match.certain, set(codes(match))) == ("", {"99AS00", "99AR00"})
        assert match.reason == "BRIN hoort bij een andere school."

    def test_a_brin_and_a_name_of_another_location_are_asked(self) -> None:
        match = school("Het Elzenblad, locatie Meidoorn", site="99AC00")
        assert (match.certain, set(codes(match))) == ("", {"99AC00", "99AC01"})

    def test_a_site_that_the_register_does_not_have_is_asked(self) -> None:
        match = school("De Kloostertuin", site="99AA07")
        assert (match.certain, codes(match)) == ("", ["99AA00"])
        assert "99AA07 staat niet in het register" in match.reason

    def test_a_brin_that_the_register_does_not_have_makes_the_name_doubtful(self) -> None:
        match = school("De Kloostertuin", site="12XY00")
        assert (match.certain, codes(match)) == ("", ["99AA00"])

    @pytest.mark.parametrize("site", ["n.v.t.", "weet ik niet", "1234567890", "?"])
    def test_what_is_no_brin_is_passed_over(self, site: str) -> None:
        assert school("De Kloostertuin", site=site).certain == "99AA00"

    def test_a_school_that_is_not_there_has_no_candidates(self) -> None:
        match = school("Basisschool De Gouden Griffel")
        assert (match.certain, match.candidates) == ("", ())
        assert match.reason

    def test_another_denomination_is_another_school(self) -> None:
        match = school("OBS De Valk")
        assert (match.certain, codes(match)[0]) == ("", "99AR00")

    def test_one_name_in_two_places_is_told_apart_by_the_place(self) -> None:
        twins = [SchoolEntry("01AA00", "De Regenboog", "Eik"), SchoolEntry("01AB00", "De Regenboog", "Beuk")]
        assert match_school("Regenboog", "Beuk", "", "", twins).certain == "01AB00"
        assert match_school("Regenboog", "", "", "", twins) == match_school("Regenboog", "", "", "", twins[::-1])
        assert not match_school("Regenboog", "", "", "", twins).certain

    def test_one_name_in_one_place_is_told_apart_by_the_board(self) -> None:
        twins = [
            SchoolEntry("01AA00", "De Regenboog", "Eik", "po", "Stichting Open"),
            SchoolEntry("01AB00", "De Regenboog", "Eik", "po", "Stichting Samen"),
        ]
        assert match_school("Regenboog", "Eik", "", "stichting samen", twins).certain == "01AB00"
        assert not match_school("Regenboog", "Eik", "", "", twins).certain

    def test_a_number_in_a_name_tells_schools_apart(self) -> None:
        register = [SchoolEntry("01AA00", "Schoolvereniging Eik 11", "Eik")]
        assert not match_school("Schoolvereniging Eik", "Eik", "", "", register).certain

    def test_initials_are_offered_and_not_taken(self) -> None:
        register = [SchoolEntry("01AA00", "Prins Willem Alexanderschool", "Eik")]
        match = match_school("PWA-school", "Eik", "", "", register)
        assert (match.certain, codes(match)) == ("", ["01AA00"])

    @pytest.mark.parametrize(
        ("written", "known"), [("Den Haag", "'S-GRAVENHAGE"), ("Rotterdam", "HOOGVLIET ROTTERDAM")]
    )
    def test_a_place_may_have_another_name(self, written: str, known: str) -> None:
        assert match_school("De Bron", written, "", "", [SchoolEntry("01AA00", "CBS De Bron", known)]).certain

    def test_another_place_is_asked(self) -> None:
        match = school("De Molenwiek", "Lindewaard")
        assert (match.certain, codes(match)[0]) == ("", "99BC00")

    def test_an_answer_is_remembered_for_the_name_as_it_was_written(self) -> None:
        remembered = {school_key("Het Elzenblad", "Lindewaard"): "99AC01"}
        assert match_school("HET  elzenblad.", "lindewaard", "", "", REGISTER, remembered).certain == "99AC01"

    def test_an_answer_for_a_form_without_brin_does_not_overrule_a_brin(self) -> None:
        remembered = {school_key("Het Elzenblad", "Lindewaard"): "99AC01"}
        assert match_school("Het Elzenblad", "Lindewaard", "99AC00", "", REGISTER, remembered).certain == "99AC00"

    def test_an_answer_about_a_wrong_brin_is_remembered_too(self) -> None:
        remembered = {school_key("De Valk", "Lindewaard", "99AS00"): "99AR00"}
        assert match_school("De Valk", "Lindewaard", "99AS00", "", REGISTER, remembered).certain == "99AR00"

    def test_an_answer_that_left_the_register_no_longer_counts(self) -> None:
        remembered = {school_key("De Valk", "Lindewaard"): "00ZZ00"}
        assert match_school("De Valk", "Lindewaard", "", "", REGISTER, remembered).certain == "99AR00"

    @pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.vestiging)
    def test_a_schools_own_name_and_place_are_certain_unless_it_has_two_sites(self, entry: SchoolEntry) -> None:
        match = school(entry.name, entry.place)
        assert match.certain == entry.vestiging or (several(entry.vestiging) and entry.vestiging in codes(match))


texts = st.text(max_size=40)
names = st.lists(
    st.sampled_from(
        ["De", "'t", "OBS", "CBS", "school", "basisschool", "Linde", "Valk", "Lindewaard", "locatie", "2e"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
registers = st.lists(
    st.builds(
        SchoolEntry,
        st.from_regex(r"[0-9]{2}[A-Z]{2}0[0-2]", fullmatch=True),
        names | texts,
        st.sampled_from(["Lindewaard", "Vliesterbroek", "", "'s-Gravenhage"]),
    ),
    max_size=8,
    unique_by=lambda entry: entry.vestiging,
)


class TestAnySchool:
    @given(texts, texts, texts, texts, registers)
    def test_any_text_gives_a_match(
        self, name: str, place: str, site: str, board: str, register: list[SchoolEntry]
    ) -> None:
        match = match_school(name, place, site, board, register)
        assert len(match.candidates) <= MOST and match.reason
        assert {code for code, _ in match.candidates} | ({match.certain} - {""}) <= {row.vestiging for row in register}

    @settings(max_examples=300)
    @given(registers.filter(bool), st.data())
    def test_its_own_name_and_place_are_certain_when_no_other_has_them(
        self, register: list[SchoolEntry], data: st.DataObject
    ) -> None:
        own = data.draw(st.sampled_from(register))
        key = school_key(own.name, "")
        others = [row for row in register if row is not own]
        is_alone = all(school_key(row.name, "") != key and row.vestiging[:4] != own.vestiging[:4] for row in others)
        match = match_school(own.name, own.place, "", "", register)
        if is_alone and key:
            assert match.certain == own.vestiging
        assert match.certain in ("", own.vestiging) or not key

    @given(names, st.sampled_from(["Lindewaard", ""]), registers, st.randoms())
    def test_the_order_of_the_register_changes_nothing(self, name, place, register, random) -> None:  # type: ignore[no-untyped-def]
        shuffled = random.sample(register, len(register))
        assert match_school(name, place, "", "", register) == match_school(name, place, "", "", shuffled)

    @given(names | texts, texts, st.sampled_from(["", "99AC", "99AC00", "?"]), st.sampled_from(REGISTER))
    def test_a_remembered_answer_always_wins(self, name: str, place: str, site: str, answer: SchoolEntry) -> None:
        key = school_key(name, place, site)
        if key:
            match = match_school(name, place, site, "", REGISTER, {key: answer.vestiging})
            assert match.certain == answer.vestiging
