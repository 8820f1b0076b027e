"""School scans as files: what is read of a form, of a table, and what is said of what cannot be."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.scan_labels import KEY_OF
from loaders.scans import ScansRead, read_scans
from model.catalogue import Domain
from model.findings import Finding, FindingLevel
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.status import Status
from model.text_file import Line, Sheet, TextFile
from settings import ROOT
from tests.forms import EMPTY_FORM, PROMPTS, WISHES, csv_file, form, scans_of, text_document, word, workbook

EXAMPLE = ROOT / "data" / "example" / "scans"
HEADER = ("Bestuur", "School")


def known(value: float) -> Reading:
    return Reading(Status.KNOWN, value)


def only(read: ScansRead) -> Scan:
    assert read.findings == ()
    [scan] = read.scans
    return scan


def of_form(*rows: Sequence[object]) -> Scan:
    return only(scans_of(word(form(*rows))))


def of_row(**cells: object) -> Scan:
    """The scan of one row with these columns, where `_` stands for a blank."""
    names = [name.replace("_", " ") for name in cells]
    return only(scans_of(csv_file([(*HEADER, *names), ("De Waard", "OBS De Linde", *cells.values())])))


def findings_of(**cells: object) -> tuple[Finding, ...]:
    names = [name.replace("_", " ") for name in cells]
    return scans_of(csv_file([(*HEADER, *names), ("De Waard", "OBS De Linde", *cells.values())])).findings


def levels(read: ScansRead) -> list[FindingLevel]:
    return [finding.level for finding in read.findings]


def sums(read: ScansRead) -> tuple[int, int, int]:
    return read.rows_in, read.rows_accepted, read.rows_refused


class TestTheForm:
    def test_gives_all_that_it_asks(self) -> None:
        read = scans_of(
            word(
                form(
                    (
                        "Schoolscan",
                        PROMPTS.format("Lezen is gezakt.\nRekenen niet.", "Lezen op peil.", "Kleine groepen."),
                    ),
                    ("Keuze 1\nmenukaart", "Zomerschool\nTwee weken in augustus."),
                    ("Keuze 2\nmenukaart", "Feedback\nHet hele team."),
                    ("Wensen t.a.v. gemeente", WISHES.format("Vervoer bij keuze 1", "Een zebrapad\nSchoolzwemmen")),
                    ("Opmerkingen", "Graag overleg."),
                ),
                text="Format NPO onderwijs",
            ),
            "linde.docx",
        )
        assert only(read) == Scan(
            board="De Waard",
            school="OBS De Linde",
            conclusions="Lezen is gezakt.\nRekenen niet.",
            goals="Lezen op peil.",
            approach="Kleine groepen.",
            choices=(Choice("Zomerschool", "Twee weken in augustus."), Choice("Feedback", "Het hele team.")),
            wishes=(
                Wish("Vervoer bij keuze 1", WishKind.LINKED, (1,)),
                Wish("Een zebrapad", WishKind.OTHER),
                Wish("Schoolzwemmen", WishKind.OTHER),
            ),
            remarks="Graag overleg.",
            file="linde.docx",
            sheet="Tabel 1",
        )
        assert sums(read) == (1, 1, 0)

    @pytest.mark.parametrize("label", ["KEUZE 1 (menukaart)", "keuze 1:", "Menukaart keuze 1", "Keuze 1 menukaart"])
    def test_knows_a_label_however_it_is_written(self, label: str) -> None:
        assert of_form((label, "Feedback")).choices == (Choice("Feedback"),)

    @pytest.mark.parametrize(
        "rows",
        [
            [("Keuze 1", "Zomerschool\nTwee weken")],
            [("Keuze 1", "Zomerschool – Twee weken")],
            [("Keuze 1", "Zomerschool: Twee weken")],
            [("Keuze 1", "Zomerschool", "Twee weken")],
            [("Keuze 1", "Zomerschool"), ("Toelichting keuze 1", "Twee weken")],
            [("Keuze 1", "Zomerschool"), ("Toelichting", "Twee weken")],
            [("Keuze 1", "Zomerschool"), ("", "Twee weken")],
            [("Keuze 1", "Zomerschool"), ("Toelichting: Twee weken",)],
            [("Keuze 1", "Zomerschool"), ("Twee weken",)],
            [("Keuze 1", "Zomerschool"), ("Keuze 1", "Toelichting", "Twee weken")],
            [("Keuze 1", "Naam", "Zomerschool"), ("", "Toelichting", "Twee weken")],
            [("Keuze 1", "Zomerschool"), ("Keuze 1", "Toelichting: Twee weken")],
            [("Keuze 1", "Naam: Zomerschool\nKorte toelichting: Twee weken")],
            [("Keuze 1", "Naam +\nZomerschool\nKorte toelichting op de uitvoering\nTwee weken")],
        ],
    )
    def test_tells_the_name_of_a_choice_from_its_note(self, rows: list[tuple[str, ...]]) -> None:
        assert of_form(*rows).choices == (Choice("Zomerschool", "Twee weken"),)

    def test_keeps_a_dash_in_a_word_and_a_colon_where_the_note_has_its_own_row(self) -> None:
        rows = [("Keuze 1", "Een-op-een: begeleiding"), ("Toelichting keuze 1", "Drie keer")]
        assert of_form(*rows).choices == (Choice("Een-op-een: begeleiding", "Drie keer"),)

    def test_takes_added_rows_that_kept_the_number_of_the_row_they_were_copied_from(self) -> None:
        rows = [("Keuze 3 menukaart", name) for name in ("Feedback", "Zomerschool", "Sport")]
        assert [choice.written for choice in of_form(*rows).choices] == ["Feedback", "Zomerschool", "Sport"]

    def test_counts_choices_by_their_place_where_one_was_skipped(self) -> None:
        scan = of_form(
            ("Keuze 1", "Sport"), ("Keuze 2", "geen"), ("Keuze 3", "Cultuur"), ("Wensen", "Zaal bij keuze 3")
        )
        assert scan.wishes == (Wish("Zaal bij keuze 3", WishKind.LINKED, (2,)),)

    @pytest.mark.parametrize(
        "rows",
        [
            [("Schoolscan", "Conclusies: Lezen\nDoelstellingen: Beter\nAanpak: Oefenen")],
            [
                ("Schoolscan", "Conclusies", "Lezen"),
                ("", "Doelstellingen", "Beter"),
                ("", "De gekozen aanpak", "Oefenen"),
            ],
            [("Schoolscan", "Conclusies\nLezen"), ("", "Doelstellingen\nBeter"), ("", "Aanpak:\nOefenen")],
            [("Schoolscan", "Conclusies: Lezen"), ("Doelstellingen: Beter",), ("De gekozen aanpak: Oefenen",)],
            [("Schoolscan", "Conclusies\nLezen"), ("Doelstellingen",), ("Beter",), ("Aanpak", "Oefenen")],
            [("Conclusies", "Lezen"), ("Doelen", "Beter"), ("Gekozen aanpak", "Oefenen")],
            [
                ("Schoolscan: conclusies", "Lezen"),
                ("Schoolscan: doelstellingen", "Beter"),
                ("Schoolscan: aanpak", "Oefenen"),
            ],
        ],
    )
    def test_tells_conclusions_goals_and_approach_apart(self, rows: list[tuple[str, ...]]) -> None:
        scan = of_form(*rows)
        assert (scan.conclusions, scan.goals, scan.approach) == ("Lezen", "Beter", "Oefenen")

    def test_may_have_its_labels_over_several_rows(self) -> None:
        rows = form(
            ("Schoolscan", "Conclusies: Lezen"),
            ("", "Doelstellingen: Beter"),
            ("", "Aanpak\nOefenen"),
            ("Keuze 1", "Zomerschool"),
            ("", "Twee weken"),
            ("Wensen t.a.v. gemeente", "Gekoppeld aan keuzes: Vervoer"),
            ("", "Andere terreinen: Een zaal"),
        )
        scan = only(scans_of(word(rows, merged=True)))
        assert (scan.conclusions, scan.goals, scan.approach) == ("Lezen", "Beter", "Oefenen")
        assert scan.choices == (Choice("Zomerschool", "Twee weken"),)
        assert scan.wishes == (Wish("Vervoer", WishKind.LINKED), Wish("Een zaal", WishKind.OTHER))

    def test_without_prompts_has_conclusions_only(self) -> None:
        scan = of_form(("Schoolscan", "Lezen is gezakt.\nWe gaan oefenen."))
        assert (scan.conclusions, scan.goals) == ("Lezen is gezakt.\nWe gaan oefenen.", "")

    @pytest.mark.parametrize(
        "text",
        [
            "Vervoer\nEen zaal",
            "- Vervoer\n- Een zaal",
            "• Vervoer • Een zaal",
            "1. Vervoer\n2. Een zaal",
            "1) Vervoer 2) Een zaal",
            "* Vervoer\n\n* Een\nzaal",
        ],
    )
    def test_takes_each_line_or_item_as_a_wish(self, text: str) -> None:
        assert [wish.text for wish in of_form(("Andere terreinen", text)).wishes] == ["Vervoer", "Een zaal"]

    def test_links_a_wish_to_every_choice_that_it_names(self) -> None:
        rows = [(f"Keuze {number}", name) for number, name in enumerate(("Sport", "Cultuur", "Feedback"), start=1)]
        scan = of_form(*rows, ("Wensen gekoppeld", "Zaal voor keuze 1 en 3\nVervoer bij keuze 9\nGeld"))
        assert [wish.choices for wish in scan.wishes] == [(1, 3), (), ()]

    def test_may_be_split_over_tables(self) -> None:
        content = word(form(("Schoolscan", "Lezen")), [("Keuze 1", "Sport"), ("Opmerkingen", "Dank")])
        scan = only(scans_of(content))
        assert (scan.school, scan.conclusions, scan.choices, scan.remarks) == (
            "OBS De Linde",
            "Lezen",
            (Choice("Sport"),),
            "Dank",
        )

    def test_gives_a_scan_for_each_school_in_the_file(self) -> None:
        content = word(form(("Keuze 1", "Sport")), form(("Keuze 1", "Cultuur"), school="De Beuk"))
        read = scans_of(content)
        assert [(scan.board, scan.school, scan.choices[0].written) for scan in read.scans] == [
            ("De Waard", "OBS De Linde", "Sport"),
            ("De Waard", "De Beuk", "Cultuur"),
        ]
        assert sums(read) == (2, 2, 0)

    def test_gives_a_scan_for_each_school_in_one_table(self) -> None:
        rows = [("Keuze 1", "Sport"), ("Wensen", "Zaal bij keuze 1")]
        read = scans_of(word([*form(*rows), *form(*rows, school="De Beuk")]))
        assert [scan.school for scan in read.scans] == ["OBS De Linde", "De Beuk"]
        assert [scan.wishes for scan in read.scans] == [(Wish("Zaal bij keuze 1", WishKind.LINKED, (1,)),)] * 2

    def test_may_have_a_heading_above_the_choices(self) -> None:
        scan = of_form(("Menukaart",), ("Keuze 1", "Sport"), ("Wensen", "Zaal bij keuze 1"))
        assert (scan.choices, scan.wishes[0].choices) == ((Choice("Sport"),), (1,))

    def test_has_its_numbers_in_tables_of_their_own(self) -> None:
        content = word(
            form(("Keuze 1", "Sport"), ("Keuze 2", "Cultuur"), ("Sector", "PO"), ("Schooljaar", "2021-2022")),
            [
                ("Domein", "Beoordeeld", "Met vertraging"),
                ("Sociaal", "180", "24"),
                ("Emotioneel", "180", "<5"),
                ("Executief",),
            ],
            [
                ("Keuze", "Domein", "Bereik", "Bedrag", "Schooljaar"),
                ("Cultuur", "sociaal", "30", "€ 1.250,50", "22/23"),
            ],
        )
        scan = only(scans_of(content))
        assert (scan.sector, scan.school_year) == (Sector.PRIMARY, "2021/2022")
        assert scan.domains == (
            DomainCount(Domain.SOCIAL, known(180), known(24)),
            DomainCount(Domain.EMOTIONAL, known(180), Reading(Status.INTERVAL, lower=0.0, upper=4.0)),
        )
        assert scan.choices == (Choice("Sport"), Choice("Cultuur", "", Domain.SOCIAL, known(30), 125050, "2022/2023"))

    def test_may_be_typed_without_a_table(self) -> None:
        lines = [
            "Formulier",
            "Bestuur: De Waard",
            "School: OBS De Linde",
            "Schoolscan:",
            f"Conclusies: {'lezen ' * 30}",
            "rekenen",
        ]
        lines += ["Keuze 1: Zomerschool", "Twee weken", "Andere terreinen:", "- Een zaal", "- Vervoer", "Opmerkingen"]
        scan = only(scans_of(text_document(lines)))
        assert (scan.board, scan.school, scan.conclusions) == (
            "De Waard",
            "OBS De Linde",
            "lezen " * 29 + "lezen\nrekenen",
        )
        assert scan.choices == (Choice("Zomerschool", "Twee weken"),)
        assert [wish.text for wish in scan.wishes] == ["Een zaal", "Vervoer"]

    def test_longer_than_any_form_is_refused_at_once(self) -> None:
        read = scans_of(word(form(*((f"Keuze {number}", "Sport") for number in range(2_100)))))
        assert (levels(read), read.scans) == ([FindingLevel.BLOCKING], ())

    def test_names_a_row_that_is_not_of_the_form(self) -> None:
        read = scans_of(word(form(("Keuze 1", "Sport"), ("Handtekening", "J."))))
        [finding] = read.findings
        assert (finding.level, finding.row, finding.column, finding.found) == (
            FindingLevel.REMARK,
            4,
            "Handtekening",
            "",
        ), "what it says is not repeated: it may be about a child"
        assert len(read.scans) == 1

    def test_names_a_row_of_the_table_of_choices_that_belongs_to_none(self) -> None:
        content = word(form(("Keuze 1", "Sport")), [("Keuze", "Bereik"), ("Keuze 7", "12")])
        [finding] = scans_of(content).findings
        assert (finding.sheet, finding.row, finding.found) == ("Tabel 2", 2, "Keuze 7")

    def test_without_a_school_is_refused(self) -> None:
        read = scans_of(word([("Bestuur", "De Waard"), ("Schoolscan", "Lezen"), ("School", "")]))
        assert (levels(read), sums(read), read.scans) == ([FindingLevel.BLOCKING], (1, 0, 1), ())

    def test_that_is_empty_says_so_and_counts_for_nothing(self) -> None:
        read = scans_of(word(EMPTY_FORM))
        assert (levels(read), sums(read)) == ([FindingLevel.BLOCKING], (0, 0, 0))
        assert "leeg sjabloon" in read.findings[0].message

    def test_of_kinderopvang_has_its_lrk_number_and_sector(self) -> None:
        rows = [("Houder", "De Waard"), ("Locatie", "De Pinguïn"), ("LRK-nummer", "123456789"), ("Conclusies", "Taal")]
        scan = only(scans_of(word(rows)))
        assert (scan.school, scan.site, scan.sector) == ("De Pinguïn", "123456789", Sector.PRESCHOOL)

    def test_with_a_row_for_an_lrk_number_as_well_is_not_of_kinderopvang(self) -> None:
        assert of_form(("BRIN", "14RC00"), ("LRK", ""), ("Conclusies", "Taal")).sector is None
        assert of_row(BRIN="14RC00", LRK="").sector is None
        assert of_row(BRIN="123456789", LRK="").sector is Sector.PRESCHOOL


class TestOneSchoolARow:
    def test_gives_all_columns(self) -> None:
        rows = [
            ("Schoolscans 2021-2022",),
            ("Bestuur", "School", "Plaats", "BRIN", "Vestiging", "Sector", "Delen met", "Keuze 1", "Toelichting 1",
             "Domein 1", "Bereik 1", "Bedrag 1", "Keuze 2", "Wensen gekoppeld", "Cognitief beoordeeld",
             "Cognitief met vertraging"),
            ("De Waard", "OBS De Linde", "Baarn", "14rc", 0, "sbo", "LEA met schoolnaam", "Sport", "Elke dag",
             "Sociaal", 24, 1250.5, "Lezen: elke dag", "Zaal (keuze 2)", 180, 24),
        ]  # fmt: skip
        read = scans_of(workbook({"Scans": rows}), "scans.xlsx")
        assert only(read) == Scan(
            board="De Waard",
            school="OBS De Linde",
            place="Baarn",
            site="14RC00",
            sector=Sector.SPECIAL_PRIMARY,
            choices=(Choice("Sport", "Elke dag", Domain.SOCIAL, known(24), 125050), Choice("Lezen", "elke dag")),
            wishes=(Wish("Zaal (keuze 2)", WishKind.LINKED, (2,)),),
            domains=(DomainCount(Domain.COGNITIVE, known(180), known(24)),),
            sharing=Sharing.LEA_NAMED,
            file="scans.xlsx",
            sheet="Scans",
            row=3,
        )

    def test_knows_columns_that_are_all_called_choice_by_their_place(self) -> None:
        rows = [
            (*HEADER, "Keuze", "Toelichting", "Keuze", "Toelichting"),
            ("", "De Linde", "Sport", "a", "Cultuur", "b"),
        ]
        assert only(scans_of(csv_file(rows))).choices == (Choice("Sport", "a"), Choice("Cultuur", "b"))

    def test_refuses_a_row_without_a_school(self) -> None:
        read = scans_of(
            csv_file([(*HEADER, "Conclusies"), ("De Waard", "De Linde", "a"), ("De Waard", "", "b")]), "a.csv"
        )
        [finding] = read.findings
        assert (finding.level, finding.file, finding.row) == (FindingLevel.WARNING, "a.csv", 3)
        assert sums(read) == (2, 1, 1)

    def test_counts_the_last_of_two_scans_of_a_school(self) -> None:
        read = scans_of(csv_file([(*HEADER, "Conclusies"), ("", "De Linde", "oud"), ("", "de linde", "nieuw")]))
        assert [scan.conclusions for scan in read.scans] == ["nieuw"]
        assert [(finding.level, finding.row) for finding in read.findings] == [(FindingLevel.WARNING, 2)]
        assert sums(read) == (2, 1, 1)

    def test_keeps_two_sites_of_one_name_apart(self) -> None:
        read = scans_of(csv_file([(*HEADER, "BRIN"), ("", "De Linde", "14RC00"), ("", "De Linde", "14RC01")]))
        assert [scan.site for scan in read.scans] == ["14RC00", "14RC01"]

    def test_keeps_schools_of_one_name_of_two_boards_apart(self) -> None:
        read = scans_of(csv_file([(*HEADER, "Aanpak"), ("De Waard", "De Linde", "a"), ("Lambertus", "De Linde", "b")]))
        assert (read.findings, [scan.board for scan in read.scans]) == ((), ["De Waard", "Lambertus"])

    def test_names_unknown_columns_in_one_remark(self) -> None:
        [finding] = findings_of(Directeur="J.", Conclusies="a", Leerkracht="K.")
        assert (finding.level, finding.column, finding.row) == (FindingLevel.REMARK, "Directeur, Leerkracht", 1)

    def test_says_that_a_column_without_a_name_is_left_out(self) -> None:
        read = scans_of(csv_file([(*HEADER, "Conclusies", ""), ("De Waard", "De Linde", "a", "b")]))
        assert [(finding.level, finding.column) for finding in read.findings] == [
            (FindingLevel.REMARK, "een kolom zonder naam")
        ]

    def test_cannot_do_without_the_column_with_schools(self) -> None:
        read = scans_of(csv_file([("Bestuur", "Conclusies", "Aanpak"), ("De Waard", "a", "b")]))
        [finding] = read.findings
        assert (finding.level, finding.expected) == (FindingLevel.BLOCKING, "een kolom School")
        assert sums(read) == (1, 0, 1)

    def test_leaves_the_explanation_and_the_lists_alone(self) -> None:
        rows = [(*HEADER, "Conclusies"), ("De Waard", "De Linde", "a")]
        read = scans_of(
            workbook({"Scans": rows, "Toelichting": [HEADER, ("x", "y")], "Keuzelijsten": [("Sector",), ("po",)]})
        )
        assert only(read).school == "De Linde"

    def test_says_which_sheet_has_no_scans(self) -> None:
        rows = [(*HEADER, "Conclusies"), ("De Waard", "De Linde", "a")]
        read = scans_of(workbook({"Scans": rows, "Adressen": [("Straat", "Nummer"), ("Dorpsstraat", 1)]}))
        assert [(finding.level, finding.sheet) for finding in read.findings] == [(FindingLevel.REMARK, "Adressen")]

    def test_a_file_that_is_no_scan_is_told_so(self) -> None:
        read = scans_of(csv_file([("Straat", "Nummer"), ("Dorpsstraat", "1")]))
        assert (levels(read), sums(read)) == ([FindingLevel.BLOCKING], (0, 0, 0))

    def test_a_header_alone_is_an_empty_template(self) -> None:
        read = scans_of(csv_file([(*HEADER, "Conclusies", "Keuze 1")]))
        assert "leeg sjabloon" in read.findings[0].message


class TestOneChoiceARow:
    HEADER = ("Bestuur", "School", "BRIN", "Conclusies", "Keuze", "Toelichting", "Bereik", "Schooljaar")

    def test_puts_the_rows_of_a_school_together(self) -> None:
        rows = [
            self.HEADER,
            ("De Waard", "De Linde", "14RC00", "Lezen", "Sport", "a", "12", "2021/2022"),
            ("", "", "", "", "Cultuur", "b", "", "2022/2023"),
            ("De Waard", "De Beuk", "15AB00", "Rekenen", "Feedback", "c", "<5", ""),
            ("De Waard", "De Linde", "14RC00", "Lezen", "Zomerschool", "d", "", ""),
        ]
        read = scans_of(csv_file(rows))
        assert read.findings == ()
        assert [(scan.school, scan.conclusions, scan.school_year, scan.row) for scan in read.scans] == [
            ("De Linde", "Lezen", "2021/2022", 2),
            ("De Beuk", "Rekenen", "", 4),
        ]
        assert read.scans[0].choices == (
            Choice("Sport", "a", None, known(12), None, "2021/2022"),
            Choice("Cultuur", "b", None, None, None, "2022/2023"),
            Choice("Zomerschool", "d"),
        )
        assert sums(read) == (4, 4, 0)

    def test_knows_a_school_of_which_a_later_row_says_more(self) -> None:
        rows = [self.HEADER, ("", "De Linde", "", "", "Sport"), ("", "De Linde", "14RC00", "Lezen", "Cultuur")]
        scan = only(scans_of(csv_file(rows)))
        assert (scan.site, scan.conclusions, len(scan.choices)) == ("14RC00", "Lezen", 2)

    def test_gives_no_row_of_another_board_to_the_school_above_it(self) -> None:
        rows = [self.HEADER, ("De Waard", "De Linde", "", "", "Sport"), ("Lambertus", "", "", "", "Cultuur")]
        read = scans_of(csv_file(rows))
        assert (levels(read), sums(read)) == ([FindingLevel.WARNING], (2, 1, 1))

    def test_skips_a_header_that_is_repeated(self) -> None:
        rows = [self.HEADER, ("", "De Linde", "", "", "Sport"), self.HEADER, ("", "De Beuk", "", "", "Cultuur")]
        read = scans_of(csv_file(rows))
        assert ([scan.school for scan in read.scans], sums(read)) == (["De Linde", "De Beuk"], (2, 2, 0))

    def test_refuses_rows_before_the_first_school(self) -> None:
        read = scans_of(csv_file([self.HEADER, ("", "", "", "", "Sport"), ("", "De Linde", "", "", "Cultuur")]))
        assert (levels(read), sums(read)) == ([FindingLevel.WARNING], (2, 1, 1))

    def test_counts_no_number_on_which_two_rows_differ(self) -> None:
        header = ("School", "Keuze", "Sociaal beoordeeld", "Delen met")
        rows = [
            header,
            ("De Linde", "Sport", "120", "LEA met schoolnaam"),
            ("De Linde", "Cultuur", "121", "alleen gemeente"),
            ("De Linde", "Feedback", "120", "LEA met schoolnaam"),
        ]
        read = scans_of(csv_file(rows))
        assert (read.scans[0].domains, read.scans[0].sharing) == ((), Sharing.MUNICIPALITY)
        assert [finding.found for finding in read.findings] == ["120 / 121", "LEA met schoolnaam / alleen gemeente"]


class TestCells:
    @pytest.mark.parametrize("brin", ["14RC", "14rc 00", "14RC|00", "14RC-0"])
    @pytest.mark.parametrize("site", ["", "0", "00", "14RC00"])
    def test_a_site_is_read_from_one_column_or_two(self, brin: str, site: str) -> None:
        rows = [(*HEADER, "BRIN", "Vestiging"), ("", "De Linde", brin, site)]
        [scan] = scans_of(csv_file(rows)).scans
        assert scan.site == ("14RC" if (brin, site) == ("14RC", "") else "14RC00"), "a BRIN alone may be of more sites"

    @pytest.mark.parametrize(("brin", "site"), [("1234", ""), ("14RC01", "02"), ("14RC", "x"), ("12345678", "")])
    def test_a_code_that_is_none_is_left_out_with_a_warning(self, brin: str, site: str) -> None:
        read = scans_of(csv_file([(*HEADER, "BRIN", "Vestiging"), ("", "De Linde", brin, site)]))
        assert (levels(read), read.scans[0].site) == ([FindingLevel.WARNING], "")

    @pytest.mark.parametrize("text", ["een paar", "-3", "12,5", "12%", "1e9", "9" * 60])
    def test_what_is_no_number_of_pupils_is_not_counted(self, text: str) -> None:
        read = scans_of(csv_file([(*HEADER, "Sociaal beoordeeld"), ("", "De Linde", text)]), "a.csv")
        [finding] = read.findings
        assert (finding.level, finding.row, finding.column) == (FindingLevel.WARNING, 2, "Sociaal beoordeeld")
        assert finding.found == text
        assert finding.expected
        assert finding.example
        assert read.scans[0].domains == ()

    def test_a_secret_number_and_an_interval_stay_what_they_are(self) -> None:
        scan = of_row(Sociaal_beoordeeld=".", Sociaal_met_vertraging="<5")
        assert scan.domains == (
            DomainCount(Domain.SOCIAL, Reading(Status.SECRET), Reading(Status.INTERVAL, lower=0.0, upper=4.0)),
        )

    def test_zero_is_a_number(self) -> None:
        assert of_row(Sociaal_met_vertraging="0").domains == (DomainCount(Domain.SOCIAL, None, known(0)),)

    @pytest.mark.parametrize(("assessed", "delayed"), [("20", "24"), ("<5", "10")])
    def test_more_delayed_than_assessed_counts_for_neither(self, assessed: str, delayed: str) -> None:
        cells = {"Sociaal_beoordeeld": assessed, "Sociaal_met_vertraging": delayed}
        [finding] = findings_of(**cells)
        assert (finding.level, finding.column, finding.found) == (
            FindingLevel.WARNING,
            "Sociaal met vertraging",
            f"{delayed} van {assessed}",
        )

    @pytest.mark.parametrize(("text", "cents"), [("€ 12.500,-", 1250000), ("12500", 1250000), ("1.250,75", 125075)])
    def test_amounts_are_cents(self, text: str, cents: int) -> None:
        assert of_row(Keuze_1="Sport", Toelichting_1="a", Bedrag_1=text).choices[0].amount_cents == cents

    @pytest.mark.parametrize("text", ["circa 5000", "-100", "12%"])
    def test_what_is_no_amount_is_not_counted(self, text: str) -> None:
        [finding] = findings_of(Keuze_1="Sport", Bedrag_1=text)
        assert (finding.column, finding.found) == ("Bedrag 1", text)

    @pytest.mark.parametrize("text", ["2021-2022", "21/22", "2021/2022", "2021 – 2022", "Schooljaar 2021/22"])
    def test_a_school_year_is_written_one_way(self, text: str) -> None:
        assert of_row(Schooljaar=text).school_year == "2021/2022"

    @pytest.mark.parametrize(
        ("column", "text"),
        [("Schooljaar", "2021"), ("Schooljaar", "2021/2023"), ("Sector", "mbo"), ("Domein_1", "sociaal-emotioneel")],
    )
    def test_a_word_that_is_not_in_the_list_is_left_out_with_a_warning(self, column: str, text: str) -> None:
        [finding] = findings_of(**{"Keuze_1": "Sport", column: text})
        assert (finding.level, finding.found) == (FindingLevel.WARNING, text)

    def test_a_doubt_on_sharing_shares_least(self) -> None:
        read = scans_of(csv_file([(*HEADER, "Delen met"), ("", "De Linde", "LEA")]))
        assert (levels(read), read.scans[0].sharing) == ([FindingLevel.WARNING], Sharing.MUNICIPALITY)


class TestAnyFile:
    TEXTS = st.one_of(
        st.sampled_from(sorted(KEY_OF)),
        st.sampled_from(
            ["Keuze 1", "Keuze 2 menukaart", "Bedrag 1", "Sociaal beoordeeld", "Domein", "sociaal", "<5", "-1"]
        ),
        st.sampled_from(["", "14RC", "00", "12", "1.234,50", "2021/2022", "LEA", "1. a 2. b", "keuze 1", "9" * 400]),
        st.text(max_size=12),
    )
    LINES = st.lists(st.lists(TEXTS, max_size=6), max_size=8)

    @given(st.lists(LINES, max_size=3), st.sampled_from(["csv", "xlsx", "docx"]))
    def test_gives_scans_or_findings_and_rows_that_add_up(self, sheets: list[list[list[str]]], kind: str) -> None:
        made = [
            Sheet(f"Tabel {number}", tuple(Line(place, tuple(cells)) for place, cells in enumerate(lines, start=1)))
            for number, lines in enumerate(sheets, start=1)
        ]
        read = read_scans(TextFile("a", kind, tuple(made)))
        assert read.scans or read.findings
        assert read.rows_in == read.rows_accepted + read.rows_refused
        assert all(scan.school for scan in read.scans)

    def test_the_forms_of_a_big_gemeente_are_read_in_time(self) -> None:
        rows = [("Schoolscan", "Lezen"), *[(f"Keuze {number}", "Sport\nElke dag") for number in range(1, 9)]]
        content = [word(form(*rows, school=f"School {number}")) for number in range(40)]
        before = time.perf_counter()
        assert sum(len(scans_of(one).scans) for one in content) == 40
        assert time.perf_counter() - before < 3.0

    def test_the_widest_sheet_is_read_in_time(self) -> None:
        lines = [Line(row, tuple(f"{row} {column}" for column in range(16_384))) for row in range(1, 31)]
        before = time.perf_counter()
        assert levels(read_scans(TextFile("a", "xlsx", (Sheet("Blad1", tuple(lines)),)))) == [FindingLevel.BLOCKING]
        assert time.perf_counter() - before < 6.0

    @pytest.mark.parametrize(
        "text", ["- a" + " " * 30_000 + "b", "Sport" + " " * 30_000 + "x", "(" * 30_000, "1. " * 10_000]
    )
    def test_the_longest_cell_is_read_in_time(self, text: str) -> None:
        rows = form(("Keuze 1", text), ("Wensen", text), ("Schoolscan", text), (text, text))
        sheet = Sheet("", tuple(Line(number, tuple(map(str, row))) for number, row in enumerate(rows, start=1)))
        before = time.perf_counter()
        assert len(read_scans(TextFile("a", "docx", (sheet,))).scans) == 1
        assert time.perf_counter() - before < 2.0

    def test_ten_thousand_rows_are_read_in_time(self) -> None:
        lines = [Line(1, (*HEADER, "Keuze"))]
        lines += [Line(number, ("De Waard", f"School {number}", "Sport")) for number in range(2, 10_002)]
        before = time.perf_counter()
        assert len(read_scans(TextFile("a", "csv", (Sheet("", tuple(lines)),))).scans) == 10_000
        assert time.perf_counter() - before < 10.0


class TestTheExample:
    @pytest.fixture(scope="class")
    def read(self) -> list[ScansRead]:
        return [scans_of(path.read_bytes(), path.name) for path in sorted(EXAMPLE.iterdir())]

    def test_has_thirty_three_scans_without_a_fault(self, read: list[ScansRead]) -> None:
        assert [finding for one in read for finding in one.findings] == []
        assert sum(len(one.scans) for one in read) == 33
        assert len(read) == 30

    def test_names_each_school_once(self, read: list[ScansRead]) -> None:
        scans = [scan for one in read for scan in one.scans]
        sites = [scan.site for scan in scans if scan.site]
        assert len(set(sites)) == len(sites) > 20
        assert {scan.school for scan in scans if not scan.site} >= {"Het Elzenblad", "Lindewaard College"}

    def test_has_nothing_of_lindehove(self, read: list[ScansRead]) -> None:
        lindehove = {"99AV00", "99AW00", "99AX00", "99AY00", "99AZ00", "99VE01"}
        assert {scan.site for one in read for scan in one.scans} & lindehove == set()

    def test_every_scan_has_answers_to_all_questions_of_the_form(self, read: list[ScansRead]) -> None:
        for scan in (scan for one in read for scan in one.scans):
            assert all((scan.board, scan.conclusions, scan.goals, scan.approach, scan.choices, scan.wishes)), (
                scan.school
            )
            assert all(choice.note for choice in scan.choices), scan.school

    def test_asks_for_help_with_homework_in_eight_ways(self, read: list[ScansRead]) -> None:
        words = ("huiswerk", "studiebegeleiding")
        wishes = [wish.text.lower() for one in read for scan in one.scans for wish in scan.wishes]
        assert len({wish for wish in wishes if any(word in wish for word in words)}) == 8

    def test_files_are_small(self) -> None:
        assert max(path.stat().st_size for path in EXAMPLE.iterdir()) < 40_000


def test_a_file_reads_the_same_as_form_and_as_row() -> None:
    row = of_row(Conclusies="Lezen", Keuze_1="Sport", Toelichting_1="Elke dag", Wensen_overig="Zebrapad")
    answers = [("Conclusies", "Lezen"), ("Keuze 1", "Sport\nElke dag"), ("Wensen overig", "Zebrapad")]
    assert replace(of_form(*answers), sheet="", row=2) == row
