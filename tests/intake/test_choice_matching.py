"""Choices are recognised: what is certain is right, what is doubtful is asked, what is unknown is said."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choice_matching import choice_key, match_choice
from intake.matching import MOST, Match
from model.menukaart import AREAS, current

HERE = current()

# What schools write, and what it is by hand: a code, two or more when it names them both, nothing when it names none.
# The matcher was made while looking at every other row, from the first; the rows between were the final measurement.
CHOICES = (
    ("Klassenverkleining", "E1"),
    ("Instructie in kleine groepen", "B3"),
    ("B3", "B3"),
    ("onderwijsassistenten", "E2"),
    ("Wij zetten onderwijsassistenten in zodat de leerkracht meer tijd heeft voor de leerlingen", "E2"),
    ("Instructie in kleine groepjes (rekenen en spelling)", "B3"),
    ("Eén-op-één begeleiding", "B1"),
    ("1-op-1 begeleiding voor leerlingen met een grote achterstand", "B1"),
    ("Welbevinden van leerlingen", "C1"),
    ("Interventies gericht op het welbevinden van de leerlingen", "C1"),
    ("Sociaal-emotionele ontwikkeling: Kanjertraining in alle groepen", "C1"),
    ("Rots & Water training groep 7 en 8", "C1"),
    ("Sportieve activiteiten", "C2"),
    ("Extra gymlessen door een vakleerkracht", "C2"),
    ("Cultuur-educatie", "C3"),
    ("Muzieklessen in de bovenbouw", "C3"),
    ("Metacognitie en zelf regulerend leren", "D1"),
    ("metacognitie / zelfregulerend leren", "D1"),
    ("Samenwerkend leren (coöperatieve werkvormen)", "D2"),
    ("Executieve functies", "D1|D2"),
    ("Kleinere klassen door een extra leerkracht", "E1|F3"),
    ("Inzet van onderwijsassistent voor instructie in kleine groepen", "E2|B3"),
    ("Feedback", "B6"),
    ("Effectieve feedback geven aan leerlingen", "B6"),
    ("Directe instructie (EDI)", "B4"),
    ("Scholing van het team in expliciete directe instructie", "F4|B4"),
    ("Begrijpend lezen", "B8"),
    ("technieken begrijpend lezen, o.a. close reading", "B8"),
    ("Technieken voor begrijpent lezen", "B8"),
    ("Zomerschool", "A3"),
    ("Zomer- of lentescholen", "A3"),
    ("Zomerschool en huiswerkbegeleiding", "A3"),
    ("Verlengde schooldag", "A2"),
    ("Uitbreiding van het onderwijs na schooltijd", "A2"),
    ("VVE", "A1"),
    ("Voor- en vroegschoolse interventies", "A1"),
    ("Gesproken taalinterventies", "B9"),
    ("Woordenschatonderwijs in groep 1-4", "B9"),
    ("Leren van en met mede-leerlingen", "B5"),
    ("Peer tutoring: oudere leerlingen lezen met jongere", "B5"),
    ("Beheersingsgericht leren", "B7"),
    ("beheersings gericht leren", "B7"),
    ("Individuele instructie", "B2"),
    ("B2 Individuele instructie (opdrachten en begeleiding per leerling)", "B2"),
    ("Ouderbetrokkenheid", "F1"),
    ("ouders meer betrekken bij het leren", "F1"),
    ("Digitale technologie", "F2"),
    ("Aanschaf van extra chromebooks voor de bovenbouw", "F2"),
    ("Professionalisering", "F4"),
    ("Nascholing leerkrachten rekenen", "F4"),
    ("Systematisch monitoren en bijstellen", "F6"),
    ("Leermiddelen, (formatieve) toetsen, leerlingvolgsystemen", "F7"),
    ("Schrijfonderwijs", "B11"),
    ("Fonemisch bewustzijn", "B10"),
    ("LOB", "B12"),
    ("Loopbaanorientatie en begeleiding", "B12"),
    ("Onderwijsasistenten / instructeurs", "E2"),
    ("Leraarondersteuners in de onderbouw", "E2"),
    ("Tijdelijk aantrekken van nieuw personeel", "F3"),
    ("E. (Extra) inzet van personeel en ondersteuning", ""),
    ("C. Sociaal-emotionele en fysieke ontwikkeling van leerlingen", "C1|C2|C3"),
    ("Klassenverkleining en onderwijsassistenten", "E1|E2"),
    ("Nader te bepalen", ""),
    ("n.v.t.", ""),
    ("Zie bijlage", ""),
    ("Vernieuwing van het schoolplein", ""),
    ("Huiswerkbegeleiding", ""),
    ("Geen onderwijsassistenten maar kleinere klassen", "E2|E1"),
    ("Wij vragen ouders om feedback op onze plannen voor het komende schooljaar en passen die daarna aan", ""),
    ("A2", "A2"),
    ("Leerlingen van niveau A2 naar B1 brengen voor Nederlands", ""),
    ("Groepsverkleining in groep 3 en 4", "E1"),
    ("Werken in kleinere groepen tijdens de instructie", "B3"),
    ("Remedial teaching", "B1"),
    ("Bijlessen in kleine groepjes na schooltijd", "A2|B3"),
    ("Coöperatief leren", "D2"),
    ("Bewegend leren", "C2"),
    ("Bevorderen van het mentale welbevinden en de veerkracht van onze leerlingen", "C1"),
    ("Om de achterstanden bij rekenen in te lopen kiezen wij voor klassenverkleining in de onderbouw", "E1"),
    ("Voorlezen en woordenschat", "B9"),
)
TRAPS = (
    ("Leerkrachtondersteuner groep 3/4", "E2"),
    ("extra handen in de klas", "E2|F3"),
    ("Coöperatieve leerstrategieën", "D2"),
    ("Naschools sportaanbod", "C2"),
    ("Individuele begeleiding van startende leerkrachten", "B1|F4"),
    ("Leerkrachten professionaliseren in directe instructie", "F4|B4"),
    ("Een extra leerkracht waardoor de combinatiegroep gesplitst kan worden", "F3|E1"),
    ("B3 / E2", "B3|E2"),
    ("B3 kleine groepen en E2 onderwijsassistenten", "B3|E2"),
    ("B.3", "B3"),
    ("b3.", "B3"),
    ("Sociale vaardigheidstraining groep 6", "C1"),
    ("klasse verkleining", "E1"),
    ("Feed back", "B6"),
    ("Tekenles en muziekles", "C3"),
    ("Het verkleinen van de groepen", "E1"),
    ("Leerlingen leren plannen en organiseren", "D1"),
    ("Samenwerking met ouders", "F1"),
    ("Tutorlezen", "B5"),
    ("Extra lessen in de meivakantie", "A3"),
    ("Inzet RT'er", "B1"),
    ("Individuele leerlijn rekenen", "B2"),
    ("Extra ondersteuning rekenen in groepjes buiten de klas", "B3"),
    ("Keuze 1: Klassenverkleining", "E1"),
    ("1:1 begeleiding", "B1"),
    ("Software voor rekenen", "F2"),
    ("Methode voor sociaal emotioneel leren", "C1"),
    ("Leesbevordering", ""),
    ("Rekencoach", ""),
    ("Orthopedagoog inhuren", ""),
    ("Schoolmaatschappelijk werk", ""),
    ("Samenwerking met de bibliotheek", ""),
    ("Technisch lezen", ""),
    ("Instructie in groep 3", ""),
    ("Begeleiding van groep 3 en 4", ""),
    ("Leerlingen uit groep 8 op kamp", ""),
    ("Extra uitleg door de leerkracht", ""),
    ("Cultuur van hoge verwachtingen", ""),
    ("Kunstgras op het schoolplein", ""),
    ("Sportkleding", ""),
    ("Lerarencoach", ""),
    ("Leraren leren van elkaar", ""),
    ("Tekenen en rekenen (oa in de bovenbouw)", ""),
    ("Gezonde leefstijl", ""),
    ("Geen klassenverkleining", ""),
    ("In plaats van klassenverkleining", ""),
    ("Meer onderwijs", ""),
    ("C1 Klassenverkleining", "C1|E1"),
    ("Extra leerkracht voor kleinere groepen", "F3|B3"),
    ("Team scholing EDI", "F4|B4"),
    ("Nieuwe methode begrijpend lezen", "F7|B8"),
)


def meant(code: str) -> str:
    return "" if "|" in code else code


@pytest.mark.parametrize("half", [CHOICES[::2], CHOICES[1::2], TRAPS], ids=["worked with", "final", "traps"])
class TestChoicesByHand:
    def test_no_certain_choice_is_wrong(self, half: Sequence[tuple[str, str]]) -> None:
        found = {text: match_choice(text, HERE).certain for text, _ in half}
        assert {text: code for text, code in found.items() if code} == {
            text: code for text, code in half if found[text]
        }

    def test_four_in_five_are_certain(self, half: Sequence[tuple[str, str]]) -> None:
        clear = [(text, code) for text, code in half if meant(code)]
        assert sum(match_choice(text, HERE).certain == code for text, code in clear) >= 0.8 * len(clear)

    def test_a_choice_that_names_several_shows_them_all(self, half: Sequence[tuple[str, str]]) -> None:
        for text, codes in half:
            if "|" in codes:
                assert set(codes.split("|")) <= {code for code, _ in match_choice(text, HERE).candidates}, text


class TestChoices:
    @pytest.mark.parametrize("code", HERE)
    def test_every_code_and_every_name_is_certain(self, code: str) -> None:
        assert match_choice(code, HERE).certain == code
        assert match_choice(f"{code.lower()}. {HERE[code].name}", HERE).certain == code
        assert match_choice(HERE[code].name, HERE).certain == code
        assert match_choice(HERE[code].name.upper(), HERE).certain == code

    @pytest.mark.parametrize("code", HERE)
    def test_an_alias_finds_its_intervention_alone_or_beside_another(self, code: str) -> None:
        for alias in HERE[code].aliases:
            match = match_choice(alias, HERE)
            assert code in {found for found, _ in match.candidates}, alias
            assert match.certain in ("", code), alias

    @pytest.mark.parametrize("letter", AREAS)
    def test_a_doelgebied_is_no_choice(self, letter: str) -> None:
        for text in (letter, f"Doelgebied {letter}", AREAS[letter], f"{letter}. {AREAS[letter]}"):
            match = match_choice(text, HERE)
            assert not match.certain and f"doelgebied {letter}" in match.reason

    def test_what_a_school_leaves_out_is_asked_and_not_taken(self) -> None:
        match = match_choice("Wij kiezen geen klassenverkleining", HERE)
        assert (match.certain, [code for code, _ in match.candidates]) == ("", ["E1"])

    def test_a_common_word_late_in_a_sentence_is_an_aside(self) -> None:
        match = match_choice("Met ouders en team spreken wij over de plannen en vragen daarna om feedback", HERE)
        assert (match.certain, [code for code, _ in match.candidates]) == ("", ["B6"])

    def test_a_level_of_language_is_no_code(self) -> None:
        assert not match_choice("A2 niveau Nederlands voor nieuwkomers", HERE).certain

    def test_a_code_that_is_not_on_the_card_is_read_as_text(self) -> None:
        assert match_choice("B19", HERE) == Match(reason="Geen interventie van de menukaart herkend.")

    def test_an_answer_is_remembered_however_it_is_written_next_time(self) -> None:
        remembered = {choice_key("Huiswerk-begeleiding!"): "A2"}
        assert match_choice(" HUISWERK  begeleiding", HERE, remembered).certain == "A2"

    def test_an_answer_that_left_the_card_no_longer_counts(self) -> None:
        assert match_choice("Feedback", HERE, {choice_key("Feedback"): "Z9"}).certain == "B6"

    @given(st.text(max_size=300))
    def test_any_text_gives_a_match(self, text: str) -> None:
        match = match_choice(text, HERE)
        assert len(match.candidates) <= MOST and match.reason
        assert not match.certain or match.candidates[0][0] == match.certain

    @given(st.lists(st.sampled_from([word for row in HERE.values() for word in row.name.split()]), max_size=12))
    def test_any_mix_of_the_cards_own_words_gives_a_match(self, words: list[str]) -> None:
        match = match_choice(" ".join(words), HERE)
        assert len(match.candidates) <= MOST and match.reason

    @given(st.text(min_size=1, max_size=60).filter(choice_key), st.sampled_from(sorted(HERE)))
    def test_a_remembered_answer_always_wins(self, text: str, code: str) -> None:
        assert match_choice(text, HERE, {choice_key(text): code}).certain == code

    @given(st.text(max_size=60))
    def test_a_key_stays_the_same_when_made_again(self, text: str) -> None:
        assert choice_key(choice_key(text)) == choice_key(text)

    def test_of_a_whole_book_in_a_cell_the_beginning_counts(self) -> None:
        assert match_choice("Klassenverkleining. " + "onderwijs " * 100_000 + "Zomerschool.", HERE).certain == "E1"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Onderwijsasistent", "E2"),
            ("Klasenverkleining", "E1"),
            ("Zommerschool", "A3"),
            ("Technieken voor begrijpent lezen", "B8"),
            ("klasse verkleining", "E1"),
            ("zelf regulerend leren", "D1"),
            ("Feed back", "B6"),
        ],
    )
    def test_a_slip_of_the_pen_is_forgiven(self, text: str, code: str) -> None:
        assert match_choice(text, HERE).certain == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (
                "Een-op-een-begeleiding (intensief en individueel, door leraar, onderwijsassistent of "
                "andere volwassene)",
                "B1",
            ),
            ("Training leerkrachten klassenmanagement", "C1"),
            ("Werken in kleinere groepen tijdens de instructie", "B3"),
        ],
    )
    def test_the_longest_wording_says_what_is_meant(self, text: str, code: str) -> None:
        assert match_choice(text, HERE).certain == code
