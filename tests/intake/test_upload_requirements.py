"""What OWASP asks of uploads: ASVS 5.0 chapter V5, and the cheat sheets on uploads and on formulas in CSV.

The table of all requirements, and what is not met, is docs/uploads-asvs.md.
"""

import ast
import csv
import re
import stat
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from intake import budget_plan, ledger, measures, monitor, scans, schools, templates, uploads
from intake.opened import open_file
from loaders import tabular_limits
from loaders.tabular import safe_name
from model import catalogue
from model.access import Right
from model.findings import Refusal
from model.region import Level
from model.text_file import no_formula
from pages.parts.download import csv_of, xlsx_of
from settings import ROOT, Settings
from store import Store
from store.audit import Act, acting
from tests.dialects import as_csv, as_docx_table, as_xlsx, as_zip, with_members
from tests.intake import taken
from tests.intake.good_files import OWN, SCANS, good_files
from tests.intake.package_mutations import pixel_flood
from tests.store.worlds import every_table, rows

TABLE = (ROOT / "docs" / "uploads-asvs.md").read_text("utf-8")
LIMITS = (scans, monitor, ledger, measures, budget_plan, schools, uploads)
ROWS = (("School", "Plaats"), ("De Linde", "Lindewaard"))
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1+1")
HARM = "'); drop table core.scan; -- <script>alert(1)</script> ![x](http://a.nl) =1+1"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", upload_quota_files=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = taken.world(settings)
    yield opened
    opened.close()


def said(content: bytes, name: str) -> str:
    """Why a file cannot be used."""
    return " ".join(one.message for one in open_file(content, name, 50).findings)


def good(kind: str, name: str) -> bytes:
    return next(one.content for one in good_files() if (one.kind, one.name) == (kind, name))


def test_the_table_of_requirements_names_tests_that_exist() -> None:
    """All of V5: a row each, and what a row names is there."""
    numbers = re.findall(r"^\| (5\.\d\.\d) ", TABLE, re.MULTILINE)
    assert numbers == [
        "5.1.1",
        *(f"5.2.{n}" for n in range(1, 7)),
        *(f"5.3.{n}" for n in (1, 2, 3)),
        *(f"5.4.{n}" for n in (1, 2, 3)),
    ]
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    assert named and named <= defined, named - defined


def test_each_upload_has_its_kinds_and_largest_size_written_down() -> None:
    """ASVS 5.1.1."""
    for module in LIMITS:
        name = module.__name__.rpartition(".")[2]
        assert re.search(rf"^\| `{name}` \|.*\| {module.LARGEST_MB} MB \|", TABLE, re.MULTILINE), name


@pytest.mark.parametrize("largest", sorted({one.LARGEST_MB for one in LIMITS}))
def test_a_file_over_the_limit_of_its_kind_is_refused_before_it_is_opened(largest: int) -> None:
    """ASVS 5.2.1; cheat sheet: limit the size."""
    begin = time.process_time()
    if largest == uploads.LARGEST_MB:
        with pytest.raises(Refusal, match="groter dan 200 MB"):
            uploads.read_upload(bytes(largest * 2**20 + 1), "k.gpkg", "2021", taken.HERE, taken.CATALOGUE)
    else:
        assert "MB groot" in " ".join(
            one.message for one in open_file(bytes(largest * 1_000_000 + 1), "a.csv", largest).findings
        )
    assert time.process_time() - begin < 1


def test_the_server_takes_no_more_than_the_largest_of_these() -> None:
    """ASVS 5.2.1: what is larger does not even arrive."""
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert server["maxUploadSize"] == max(one.LARGEST_MB for one in LIMITS)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0" + bytes(range(256)) * 9, "scan.csv"),
        (b"%PDF-1.7\n", "scan.xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0", "scan.docx"),
        (b"<html><script>alert(1)</script>", "scan.csv"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "scan.ods"),
        (as_zip({"a.exe": b"MZ"}), "scan.xlsx"),
    ],
)
def test_what_a_file_is_is_seen_from_its_content_whatever_its_name_says(content: bytes, name: str) -> None:
    """ASVS 5.2.2; cheat sheet: do not trust the name or the browser's type, look at the signature."""
    opened = open_file(content, name, 50)
    assert opened.is_held_back and opened.findings


def test_a_name_that_does_not_fit_the_content_is_told() -> None:
    """ASVS 5.2.2: the extension is compared with the content."""
    assert "heet .csv maar is een Excel-werkmap" in said(as_xlsx(ROWS), "scan.csv")


@pytest.mark.parametrize("name", ["kaart.gpkg", "kaart.zip", "kaart.geojson"])
def test_a_map_that_is_no_map_is_refused_whatever_its_name_says(name: str) -> None:
    """ASVS 5.2.2: only three kinds reach GDAL, which knows formats that point to other files."""
    for content in (b"<VRTDataset/>", b"%PDF", b"MZ", as_zip({"a.vrt": b"<OGRVRTDataSource/>"}), as_csv(ROWS)):
        with pytest.raises(Refusal):
            uploads.read_upload(content, name, "2021", taken.HERE, taken.CATALOGUE)


@pytest.mark.parametrize(
    "members",
    [{f"{number}.xml": b"" for number in range(5001)}, {"bom.xml": b" " * 20_000_000}],
    ids=["members", "size"],
)
def test_members_and_unpacked_size_are_counted_before_unpacking(
    members: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 5.2.3: an Office file is a zip too."""

    def unpacked(*_: object) -> bytes:
        raise AssertionError("a member was unpacked")

    bomb = as_zip(members)
    monkeypatch.setattr(zipfile.ZipFile, "read", unpacked)
    with pytest.raises(Refusal, match="schadelijk"):
        tabular_limits.unpack(bomb, "bom.xlsx")


def test_members_of_a_map_are_counted_before_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 5.2.3: zips of shapefiles."""
    many = as_zip({f"{number}.shp": b"" for number in range(1001)})
    monkeypatch.delattr(zipfile.ZipFile, "read")
    with pytest.raises(Refusal):
        uploads.read_upload(many, "kaart.zip", "2021", taken.HERE, taken.CATALOGUE)


def test_a_person_who_is_over_the_quota_is_refused_and_nothing_is_kept(store: Store, settings: Settings) -> None:
    """ASVS 5.2.4: number and size of files for each person (`tests/store/test_quota.py` has the rest)."""
    of = [one for one in good_files() if one.kind == OWN]
    assert taken.take(store, settings, of[0]).promised
    before = every_table(store)
    refused = taken.take(store, settings, of[1])
    assert not refused.promised
    assert "Eén persoon mag er per dag 1 opnemen" in refused.said[-1]
    assert every_table(store) == before


def with_link(content: bytes, name: str, target: str) -> bytes:
    """An archive with a symbolic link in it."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a") as package:
        link = zipfile.ZipInfo(name)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, target)
    return made.getvalue()


def test_an_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    """ASVS 5.2.5: in an Office file and in a zip of maps."""
    outside = tmp_path / "geheim.geojson"
    outside.write_bytes(good(OWN, "kaart.geojson"))
    assert "schadelijk" in said(with_link(as_xlsx(ROWS), "xl/worksheets/sheet2.xml", str(outside)), "scan.xlsx")
    for name in ("9.geojson", "map/9.shp", "lees mij"):
        archive = with_link(good(OWN, "kaart.zip"), name, str(outside))
        with pytest.raises(Refusal):
            uploads.read_upload(archive, "kaart.zip", "2021", taken.HERE, taken.CATALOGUE)


def test_a_picture_of_four_billion_pixels_is_never_drawn() -> None:
    """ASVS 5.2.6: pictures are refused as files, and inside an Office file they stay packed."""
    assert "afbeelding" in said(pixel_flood(), "scan.png")
    begin = time.process_time()
    opened = open_file(with_members(as_docx_table(ROWS), {"word/media/image1.png": pixel_flood()}), "scan.docx", 50)
    assert opened.text is not None and opened.received is not None
    assert b"IHDR" not in opened.received.content
    assert time.process_time() - begin < 2


def test_no_file_that_comes_in_becomes_a_file_on_the_server(store: Store, settings: Settings, tmp_path: Path) -> None:
    """ASVS 5.3.1: bytes are kept in a column of the database, so that no server can run or send them as a page."""
    for one in good_files()[:1]:
        assert taken.take(store, settings, one).promised
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert all(name.startswith("startfoto.") for name in names), names


@pytest.mark.parametrize("given", ["../../etc/cron.d/x.csv", "C:\\Windows\\x.csv", "/dev/null/x.csv", "a\0/x.csv"])
def test_no_path_is_ever_made_of_a_name(given: str) -> None:
    """ASVS 5.3.2; cheat sheet: names are the application's own."""
    assert safe_name(given) == open_file(as_csv(ROWS), given, 50).name == "x.csv"
    found = uploads.read_upload(
        good(OWN, "kaart.geojson"), given.replace("csv", "geojson"), "2021", taken.HERE, taken.CATALOGUE
    )
    assert found.received[0].name == found.table_id == "x.geojson"


@pytest.mark.parametrize("slip", ["../../slip.geojson", "/slip.geojson", "..\\..\\slip.shp", "a/../../../slip.gpkg"])
def test_a_member_that_climbs_out_of_its_zip_stays_inside(
    slip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 5.3.3: members of a zip of maps get a number for a name."""
    inner = tmp_path / "een" / "twee"
    inner.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(inner))
    archive = as_zip({slip: good(OWN, "kaart.geojson")})
    with suppress(Refusal):
        uploads.read_upload(archive, "kaart.zip", "2021", taken.HERE, taken.CATALOGUE)
    assert sorted(tmp_path.rglob("*")) == [inner.parent, inner]
    assert not list(Path("/").glob("slip.*"))


def test_names_of_files_that_go_out_are_the_applications_own() -> None:
    """ASVS 5.4.1 and 5.4.2: no name of an upload, and no text of an officer, is in the name of a download.

    Streamlit's own route sends them, with the name encoded in its header; names are letters and what these calls say.
    """
    allowed = {"name", "place", "found", "year", "municipality", "first", "last", "key", "file_name"}
    used: set[str] = set()
    for path in (ROOT / "pages").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "download_button":
                [given] = [one.value for one in call.keywords if one.arg == "file_name"]
                used |= {node.id for node in ast.walk(given) if isinstance(node, ast.Name)}
    assert used <= allowed, f"look whether a text of a file can be in {used - allowed}"


def test_macros_pictures_and_hidden_sheets_of_an_office_file_are_not_kept() -> None:
    """Cheat sheet: content disarm. Of an Office file only the text is kept that is seen."""
    opened = open_file(with_members(as_xlsx(ROWS), {"xl/vbaProject.bin": b"Sub Auto_Open()"}), "scan.xlsm", 50)
    assert opened.received is not None
    assert (opened.received.media_type, b"Auto_Open" in opened.received.content) == ("text/plain", False)
    assert b"PK" not in opened.received.content


def test_a_form_of_another_site_cannot_send_a_file() -> None:
    """Cheat sheet: protect the upload against cross-site request forgery."""
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert server["enableXsrfProtection"] is True
    assert server["enableStaticServing"] is False


def test_an_archive_is_not_unpacked_for_who_sends_one_where_a_table_is_asked() -> None:
    """Cheat sheet: zips are not taken, but where a map is asked."""
    assert "Pak het eerst uit" in said(as_zip({"scan.csv": as_csv(ROWS)}), "scan.zip")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_csv_that_goes_out(text: str) -> None:
    """CSV Injection: in cells and in headers."""
    sent = csv_of(pd.DataFrame({text: [text], "getal": [-1.5]})).decode("utf-8-sig")
    header, line = csv.reader(StringIO(sent, newline=""), delimiter=";")
    assert (header[0][0], line[0][0]) == ("'", "'")
    assert line[1] == "-1.5", "a number stays a number"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_workbook_that_goes_out(text: str) -> None:
    """CSV Injection, in a workbook."""
    for cells in openpyxl.load_workbook(BytesIO(xlsx_of(pd.DataFrame({text: [text]})))).worksheets[0].iter_rows():
        assert [cell.data_type for cell in cells] == ["s"]


def test_no_name_of_an_area_or_indicator_is_a_formula_in_a_template() -> None:
    """CSV Injection: names in the templates for figures come from files too."""
    source = "gezondheid"
    made = templates.figures_xlsx(source, catalogue.current(), {"WK990101": "=1+1"}, Level.WIJK, "2021")
    for sheet in openpyxl.load_workbook(BytesIO(made)):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    sent = templates.figures_csv(source, catalogue.current(), {"WK990101": "=1+1"}, Level.WIJK, "2021").decode(
        "utf-8-sig"
    )
    assert ";'=1+1;" in sent


def test_a_text_that_is_no_formula_stays_as_it_is() -> None:
    """CSV Injection: nothing else is changed."""
    for text in ("De Linde", "", "a=b", "'=1", "12-10-2021", "1+1"):
        assert no_formula(text) == text


def test_a_text_of_a_file_is_never_sql(store: Store) -> None:
    """Text from files is text: what a scan says is stored and read back sign for sign, and no table is gone."""
    tables = taken.counted(store).keys()
    with store.read() as cursor:
        known = scans.known(cursor, taken.HERE)
    site = known.register[0].vestiging
    head = ("School", "Plaats", "BRIN", "Vestiging", "Sector", "Conclusies")
    file = scans.read_file(as_csv((head, (HARM, HARM, site[:4], site, "po", HARM))), f"{HARM}.csv")
    known = known.with_answers({scans.recognise([file], known)[0].school_key: site}, {})
    with acting(Act(taken.OFFICER, Right.UPLOAD, HARM)):
        scans.commit(store, [file], known)
    assert rows(store, "select name, place, conclusions from mart.scan") == [(HARM,) * 3]
    assert rows(store, "select about from work.audit") == [(HARM,)]
    assert taken.counted(store).keys() == tables


def test_nothing_is_kept_of_a_file_before_the_officer_says_so(store: Store) -> None:
    """Cheat sheet: a file is checked before it is stored."""
    before = every_table(store)
    content = good(SCANS, "scans.csv")
    file = scans.read_file(content, "scans.csv")
    with store.read() as cursor:
        scans.recognise([file], scans.known(cursor, taken.HERE))
    uploads.read_upload(good(OWN, "kaart.gpkg"), "kaart.gpkg", "2021", taken.HERE, taken.CATALOGUE)
    assert every_table(store) == before
