"""Files of StatLine as an officer downloads them: with codes they are read, without codes or damaged never."""

from collections.abc import Sequence
from typing import Any

import pytest

from loaders.statline_csv import read_csv
from model.catalogue import current
from model.delivery import Delivery
from model.findings import Refusal
from model.status import Status

KWB, HEALTH = current().table("kwb"), current().table("gezondheid_tot_2020")

TITLED = [
    "Wijken en buurten",
    "Regioaanduiding/Codering (code)",
    "Regioaanduiding/Indelingswijziging wijken en buurten (code)",
    "Bevolking/Aantal inwoners (aantal)",
    "Bevolking/Leeftijdsgroepen/0 tot 15 jaar (aantal)",
    "Inkomen/Inkomen van huishoudens/40% huishoudens met laagste inkomen (%)",
    "Nabijheid voorzieningen/Basisonderwijs/Afstand tot school (km)",
]
RAW = [
    "ID",
    "WijkenEnBuurten",
    "Gemeentenaam_1",
    "Codering_3",
    "IndelingswijzigingWijkenEnBuurten_4",
    "AantalInwoners_5",
    "k_0Tot15Jaar_8",
    "k_40HuishoudensMetLaagsteInkomen_76",
    "AfstandTotSchool_108",
]


def csv(lines: Sequence[Sequence[str]], *, quoted: bool = True, bom: bool = True, end: str = "\r\n") -> bytes:
    texts = [";".join(f'"{cell}"' if quoted else cell for cell in line) + end for line in lines]
    return "".join(texts).encode("utf-8-sig" if bom else "utf-8")


def with_symbols() -> bytes:
    return csv(
        [
            TITLED,
            ["Nederland", "NL00      ", ".", "17407585", " 2726099", "    40.0", "     0.7"],
            ["Baarn", "GM0308    ", ".", "   24868", "    3899", "    33.9", "     0.6"],
            ["Zandvoort", "BU03080003", "1", "    2275", "     365", "       .", "        "],
        ],
        end="\n",
    )


def without_symbols() -> bytes:
    return csv(
        [
            TITLED,
            ['"Nederland"', '"NL00      "', '"."', "17407585", "2726099", "40", "0,7"],
            ['"Baarn"', '"GM0308    "', '"."', "24868", "3899", "33,9", "0,6"],
            ['"Zandvoort"', '"BU03080003"', '"1"', "2275", "365", "", ""],
        ],
        quoted=False,
    )


def raw() -> bytes:
    return csv(
        [
            RAW,
            ["0", "NL00      ", "Nederland ", "NL00      ", ".", "17407585", " 2726099", "    40.0", "     0.7"],
            ["1", "GM0308    ", "Baarn     ", "GM0308    ", ".", "   24868", "    3899", "    33.9", "     0.6"],
            ["2", "BU03080003", "Baarn     ", "BU03080003", "1", "    2275", "     365", "       .", "        "],
        ]
    )


FORMS = {"met symbolen": with_symbols(), "zonder symbolen": without_symbols(), "ruwe data": raw()}


def read(content: bytes, name: str = "Kerncijfers.csv", period: str = "2020") -> Delivery:
    return read_csv(content, name, KWB, period, current().of_source("kwb", period))


def figures(delivery: Delivery) -> dict[tuple[str, str], Any]:
    rows = delivery.observations.to_pylist()
    return {(row["indicator"], row["region"]): (row["value"], row["status"]) for row in rows}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
class TestEveryForm:
    def test_gives_the_same_figures(self, form: bytes) -> None:
        found = figures(read(form))
        assert found["inwoners", "BU03080003"] == (2275, Status.KNOWN)
        assert found["laagste_inkomens", "GM0308"] == (33.9, Status.KNOWN)
        assert found["afstand_basisschool", "NL00"] == (0.7, Status.KNOWN)
        assert found["aandeel_kinderen", "GM0308"][0] == pytest.approx(100 * 3899 / 24868)

    def test_does_not_guess_a_figure_that_is_not_given(self, form: bytes) -> None:
        assert figures(read(form))["laagste_inkomens", "BU03080003"] == (None, Status.SECRET)

    def test_keeps_the_codes_and_the_mark_of_changed_borders(self, form: bytes) -> None:
        areas = read(form).areas
        assert areas["region"].to_pylist() == ["NL00", "GM0308", "BU03080003"]
        assert areas["boundary_change"].to_pylist() == ["", "", "1"]

    def test_replaces_what_was_downloaded_of_that_year(self, form: bytes) -> None:
        delivery = read(form)
        assert (delivery.source, delivery.table_id, delivery.period) == ("kwb", "84799NED", "2020")
        assert delivery.title == "Kerncijfers wijken en buurten 2020 uit Kerncijfers.csv"
        assert [(one.name, one.content) for one in delivery.received] == [("Kerncijfers.csv", form)]
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (3, 3, 0)

    def test_does_not_need_its_byte_order_mark(self, form: bytes) -> None:
        assert figures(read(form.removeprefix(b"\xef\xbb\xbf"))) == figures(read(form))


def test_a_blank_is_told_apart_from_a_dot_where_the_form_has_signs() -> None:
    assert figures(read(FORMS["met symbolen"]))["afstand_basisschool", "BU03080003"][1] == Status.NOT_APPLICABLE
    assert figures(read(FORMS["zonder symbolen"]))["afstand_basisschool", "BU03080003"][1] == Status.SECRET


def test_names_come_along_where_the_form_has_them() -> None:
    assert read(FORMS["met symbolen"]).areas["name"].to_pylist() == ["Nederland", "Baarn", "Zandvoort"]
    assert read(FORMS["ruwe data"]).areas["name"].to_pylist() == ["Nederland", "Baarn", "BU03080003"]


def test_the_topic_groups_of_the_header_tell_equal_titles_apart() -> None:
    groups = ("Herkomstland", "Geboren in Nederland")
    titles = [f"Bevolking/Bevolking naar herkomst/{group}/Buiten Europa  (aantal)" for group in groups]
    header = ["Wijken en buurten", "Regioaanduiding/Codering (code)", "Bevolking/Aantal inwoners (aantal)", *titles]
    content = csv([header, ["Baarn", "GM0308    ", "   25000", "    2500", "    1000"]])
    assert figures(read(content, period="2024"))["herkomst_buiten_europa", "GM0308"] == (10.0, Status.KNOWN)


def test_raw_data_of_rivm_is_read_for_its_period_and_age() -> None:
    header = ["ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "ErvarenGezondheidGoedZeerGoed_4"]
    lines = [
        ["0", "20300", "MW00000", "GM0308    ", "2016JJ00", "    76.2"],
        ["1", "20300", "MW00000", "GM0308    ", "2020JJ00", "    80.0"],
        ["2", "80200", "MW00000", "GM0308    ", "2016JJ00", "    50.0"],
    ]
    indicators = current().of_source("gezondheid", "2016")
    name = "50090NED_UntypedDataSet_01012022_120000.csv"
    delivery = read_csv(csv([header, *lines]), name, HEALTH, "2016", indicators)
    assert figures(delivery) == {("ervaren_gezondheid", "GM0308"): (76.2, Status.KNOWN)}


def refusal(content: bytes, name: str = "Kerncijfers.csv", period: str = "2020") -> str:
    with pytest.raises(Refusal) as caught:
        read(content, name, period)
    return str(caught.value)


def test_a_file_with_names_only_is_refused_and_never_joined_by_name() -> None:
    names = [["Wijken en buurten", "Bevolking/Aantal inwoners (aantal)"], ["Baarn", "24868"], ["Zandvoort", "2275"]]
    message = refusal(csv(names))
    assert "geen kolom met gebiedscodes" in message and "onderwerp Codering" in message


def test_a_file_of_another_table_is_refused() -> None:
    message = refusal(FORMS["ruwe data"], "85039NED_UntypedDataSet_19062021_173456.csv")
    assert "is tabel 85039NED, maar voor dit jaar hoort het tabel 84799NED te zijn" in message
    assert read(FORMS["ruwe data"], "84799NED_UntypedDataSet_19062021_173456.csv").rows_accepted == 3


def test_a_year_without_a_table_is_refused() -> None:
    assert "2035 bestaat niet bij StatLine" in refusal(FORMS["ruwe data"], period="2035")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        csv([TITLED]),
        b'"Populatie"";""Regio\'s"";""Inkomen (1 000 euro)"\r\n"Alle"";""Baarn"";41,9\r\n',
        b'"Codering (code)";"Aantal inwoners (aantal)"\r\n"GM0308";"24868\r\n',
        csv([TITLED, ["Baarn", "GM0308"]]),
        b'"TableInfos"\r\n"ID";"Title"\r\n"0";"Woonplaatsen"\r\n\r\n"DataProperties"\r\n',
        "Wijken en buurten;Codering\r\nSúdwest-Fryslân;GM1900\r\n".encode("cp1252"),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
    ],
    ids=[
        "empty",
        "mark",
        "header",
        "saved anew",
        "open quote",
        "short line",
        "metadata",
        "other letters",
        "xlsx",
    ],
)
def test_a_damaged_file_is_refused_in_plain_words(content: bytes) -> None:
    message = refusal(content)
    assert "Het bestand Kerncijfers.csv" in message and "niet te lezen als tabel van StatLine" in message


def test_a_table_by_other_dimensions_is_refused() -> None:
    with pytest.raises(Refusal, match="niet te lezen als tabel van StatLine"):
        read_csv(FORMS["ruwe data"], "x.csv", HEALTH, "2016", current().of_source("gezondheid", "2016"))
