"""An export of a ledger becomes bookings to the cent, and what is no booking is said with its row."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import tabular
from loaders.ledger import LedgerRead, read_ledger
from loaders.ledger_layout import Layout, Role, propose, role_of, shape_of, with_saved
from loaders.ledger_values import NoDay, cents_of, day_of, kind_of, period_of, span_of
from model.booking import BookingKind
from model.findings import FindingLevel, Refusal
from model.text_file import Sheet


def sheet(text: str) -> Sheet:
    return tabular.read_file(text.encode(), "boeken.csv").sheets[0]


def read(text: str, **changes: bool) -> LedgerRead:
    found = sheet(text)
    layout = propose(found)
    return read_ledger("boeken.csv", found, Layout(layout.header_row, layout.columns, **changes) if changes else layout)


def amounts(*texts: str) -> list[int]:
    rows = [f"B{number};1-2-2022;{text}" for number, text in enumerate(texts)]
    return [one.cents for one in read("\n".join(["Nummer;Boekdatum;Bedrag", *rows])).bookings]


class TestAmounts:
    def test_are_read_in_every_spelling(self) -> None:
        assert amounts("1.234,56", "€ 1.234,56-", "(1.234,56)", "1234.56", "-1.234,56", "€ 12,-", "1.234") == [
            *(1_234_56, -1_234_56, -1_234_56, 1_234_56, -1_234_56),
            *(12_00, 1_234_00),
        ]

    def test_in_two_columns_are_debit_less_credit(self) -> None:
        found = read("Boekdatum;Debet;Credit\n1-2-2022;10,00;\n1-2-2022;;4,50\n1-2-2022;0,00;1,00")
        assert [one.cents for one in found.bookings] == [10_00, -4_50, -1_00]

    def test_with_the_side_beside_them_are_negative_for_credit(self) -> None:
        found = read("Boekdatum;Bedrag;D/C\n1-2-2022;10,00;D\n1-2-2022;4,50;C")
        assert [one.cents for one in found.bookings] == [10_00, -4_50]

    def test_of_costs_with_a_minus_are_turned(self) -> None:
        found = read("Boekdatum;Bedrag\n1-2-2022;-10,00\n2-2-2022;4,00", costs_are_negative=True)
        assert [one.cents for one in found.bookings] == [10_00, -4_00]

    def test_with_vat_in_them_are_split(self) -> None:
        (one,) = read("Boekdatum;Bedrag incl. btw;BTW\n1-2-2022;121,00;21,00").bookings
        assert (one.cents, one.vat_cents) == (100_00, 21_00)

    def test_have_the_noise_of_a_spreadsheet_taken_off_and_nothing_else(self) -> None:
        assert cents_of("0,30000000000000004") == 30
        assert cents_of("12,345678") is None

    @given(st.integers(-(10**11), 10**11))
    def test_are_the_same_to_the_cent_whatever_the_spelling(self, cents: int) -> None:
        whole, rest = divmod(abs(cents), 100)
        dutch = f"{whole:,}".replace(",", ".") + f",{rest:02}"
        minus = cents < 0
        spellings = [f"-{dutch}", f"{dutch}-", f"({dutch})", f"€ {dutch}-", f"-{whole}.{rest:02}"] if minus else [dutch]
        assert {cents_of(text) for text in spellings} == {cents}


class TestBadInput:
    @pytest.mark.parametrize(
        ("row", "word"),
        [
            ("1-2-2022;zeven", "het bedrag is niet te lezen"),
            ("1-2-2022;", "het bedrag is niet te lezen"),
            ("1-2-2022;$ 12,00", "niet in euro's"),
            ("30-02-2022;5,00", "bestaat niet"),
            ("0;5,00", "ligt voor het jaar 2000"),
            ("30-12-1899;5,00", "ligt voor het jaar 2000"),
            ("gisteren;5,00", "de boekdatum is niet te lezen"),
        ],
    )
    def test_is_a_finding_with_its_row_and_no_booking(self, row: str, word: str) -> None:
        found = read(f"Boekdatum;Bedrag\n1-1-2022;1,00\n{row}\n3-1-2022;2,00")
        assert [one.cents for one in found.bookings] == [1_00, 2_00]
        assert found.refused == (3,)
        (finding,) = found.findings
        assert (finding.level, finding.row) == (FindingLevel.WARNING, 3)
        assert word in finding.message

    def test_in_another_currency_is_not_taken(self) -> None:
        found = read("Boekdatum;Bedrag;Valuta\n1-2-2022;5,00;USD\n1-2-2022;6,00;EUR")
        assert [one.cents for one in found.bookings] == [6_00]

    def test_a_total_in_the_middle_is_left_out_and_said(self) -> None:
        found = read(
            "Nr;Boekdatum;Omschrijving;Bedrag\n;1-2-2022;a;5,00\n;2-2-2022;b;6,00\n;;Subtotaal;11,00\n;3-2-2022;c;1,00\n"
        )
        assert found.cents == 12_00
        assert found.totals == (4,)
        assert "totaalrij" in found.findings[0].message

    def test_a_sum_without_a_word_or_a_day_is_a_total(self) -> None:
        found = read("Boekdatum;Bedrag\n1-2-2022;5,00\n2-2-2022;6,00\n;11,00\n")
        assert (found.cents, found.totals) == (11_00, (4,))

    def test_a_booking_that_is_called_total_and_has_a_number_is_a_booking(self) -> None:
        found = read("Nummer;Boekdatum;Omschrijving;Bedrag\nA1;1-2-2022;x;5,00\nA2;2-2-2022;Totaal factuur;5,00")
        assert found.cents == 10_00

    def test_an_empty_ledger_is_held_back(self) -> None:
        assert read("Boekdatum;Bedrag").is_blocked
        assert read("Zomaar;Iets\n1;2").is_blocked

    def test_every_row_is_taken_or_refused_or_a_total(self) -> None:
        found = read("Boekdatum;Bedrag\n1-1-2022;1,00\nx;1,00\n1-1-2022;y\nTotaal;1,00\n5-1-2022;3,00")
        assert len(found.bookings) + len(found.refused) + len(found.totals) == found.rows_in == 5

    def test_an_unreadable_lesser_column_leaves_the_booking_and_is_said(self) -> None:
        found = read("Boekdatum;Prestatieperiode;Bedrag\n1-1-2022;ergens;1,00")
        assert found.cents == 1_00
        assert found.findings[0].level is FindingLevel.REMARK

    def test_money_from_another_gemeente_with_a_plus_is_asked_about(self) -> None:
        found = read("Boekdatum;Soort;Bedrag\n1-1-2022;van andere gemeente;1,00")
        assert "bate" in found.findings[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2021", date(2021, 12, 31)),
        ("31/12/21", date(2021, 12, 31)),
        ("2021-12-31", date(2021, 12, 31)),
        ("20211231", date(2021, 12, 31)),
        ("31 december 2021", date(2021, 12, 31)),
        ("1 mrt. 2022", date(2022, 3, 1)),
        ("44561", date(2021, 12, 31)),
        ("31-12-2021 00:00", date(2021, 12, 31)),
        ("30-2-2022", NoDay.IMPOSSIBLE),
        ("1-1-1900", NoDay.OTHER_TIME),
        ("morgen", NoDay.UNREADABLE),
    ],
)
def test_days_are_read_as_they_are_written(text: str, expected: date | NoDay) -> None:
    assert day_of(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("december 2021", date(2021, 12, 1), date(2021, 12, 31)),
        ("202112", date(2021, 12, 1), date(2021, 12, 31)),
        ("Q4 2021", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021/2022", date(2021, 8, 1), date(2022, 7, 31)),
        ("1-11-2021 t/m 31-1-2022", date(2021, 11, 1), date(2022, 1, 31)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_periods_of_performance_are_read_as_they_are_written(text: str, first: date, last: date) -> None:
    assert span_of(text) == (first, last)


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    assert span_of("31-1-2022 t/m 1-11-2021") is None


def test_a_financial_period_may_say_its_year() -> None:
    found = [period_of(text) for text in ("202112", "P12", "december", "12-2021", "x")]
    assert found == [(2021, 12), (None, 12), (None, 12), (2021, 12), (None, None)]


def test_kinds_are_known_by_their_words() -> None:
    words = ("programmakosten", "Extra huur", "inhuur personeel", "naar andere gemeente", "van gemeente X", "iets")
    programme, rent, staff, to, of = list(BookingKind)[:5]
    assert [kind_of(word) for word in words] == [programme, rent, staff, to, of, None]


class TestLayout:
    @pytest.mark.parametrize(
        ("header", "role"),
        [
            ("Boekdatum", Role.BOOKED),
            ("Datum boeking", Role.BOOKED),
            ("Factuurdatum", Role.INVOICED),
            ("Boekjaar", Role.YEAR),
            ("Periode", Role.PERIOD),
            ("Prestatieperiode", Role.PERFORMED),
            ("Bedrag (EUR)", Role.AMOUNT),
            ("Debet", Role.DEBIT),
            ("Credit", Role.CREDIT),
            ("D/C", Role.SIDE),
            ("BTW-bedrag", Role.VAT),
            ("Kostenplaats", Role.COST_OBJECT),
            ("Projectcode", Role.COST_OBJECT),
            ("Grootboekrekening", Role.ACCOUNT),
            ("Boekingsomschrijving", Role.DESCRIPTION),
            ("Boekstuknummer", Role.NUMBER),
            ("Regelnr", Role.LINE),
            ("Soort", Role.KIND),
            ("Akkoord door", Role.IGNORE),
        ],
    )
    def test_knows_columns_by_their_headers(self, header: str, role: Role) -> None:
        assert role_of(header) is role

    def test_finds_the_header_below_titles(self) -> None:
        found = propose(sheet("Gemeente Lindewaard;\nExport;1-7-2023\n\nBoekdatum;Bedrag\n1-2-2022;5,00"))
        assert found.header_row == 4

    def test_takes_the_amount_without_vat(self) -> None:
        found = propose(sheet("Boekdatum;Bedrag incl. btw;Bedrag excl. btw;BTW\n1-2-2022;121;100;21"))
        assert found.place(Role.AMOUNT) == 2
        assert not found.amount_has_vat

    def test_gives_a_role_that_one_column_can_have_to_the_one_that_is_chosen(self) -> None:
        found = propose(sheet("Boekdatum;Bedrag;Netto\n1-2-2022;121;100")).with_role(2, Role.AMOUNT)
        assert found.places(Role.AMOUNT) == [2]

    def test_is_kept_as_text_and_known_again_by_its_headers(self) -> None:
        first = propose(sheet("Boekdatum;Bedrag;Netto\n1-2-2022;121;100"))
        chosen = first.with_role(2, Role.AMOUNT)
        again = propose(sheet("Titel\nBoekdatum;Bedrag;Netto\n5-3-2022;1;2"))
        assert shape_of(again) == shape_of(first)
        assert with_saved(again, Layout.from_json(chosen.to_json())) == Layout(2, chosen.columns)

    def test_that_was_damaged_is_refused(self) -> None:
        with pytest.raises(Refusal):
            Layout.from_json("{}")
