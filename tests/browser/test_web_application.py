"""The web application around the pages: health, headers, map files, compression, the Dutch error page."""

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, serving


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body, also of a refusal."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_health_says_ready_with_the_data_version(server: str) -> None:
    status, _, body = get(f"{server}/health")
    assert status == 200
    assert json.loads(body)["status"] == "gereed"
    assert json.loads(body)["gegevensversie"] > 0


@pytest.mark.parametrize("path", ["/", "/kaart", "/health", "/geo/2021/GM9901/wijk/nothing.json"])
def test_every_reply_carries_the_security_headers(server: str, path: str) -> None:
    _, headers, _ = get(server + path)
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", ["/", "/kaart"])
def test_the_index_page_says_it_is_dutch_whatever_the_browser_accepts(server: str, path: str, encoding: str) -> None:
    _, headers, body = get(server + path, Accept_Encoding=encoding)
    assert headers.get("content-encoding", "identity") == encoding
    page = gzip.decompress(body) if encoding == "gzip" else body
    assert b'<html lang="nl">' in page


def test_the_scripts_of_streamlit_come_compressed(server: str) -> None:
    _, _, index = get(server + "/")
    script = index.split(b'type="module" crossorigin src=".')[1].split(b'"')[0].decode()
    _, headers, body = get(server + script, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert len(body) < len(gzip.decompress(body)) / 2


def test_a_map_file_is_served_for_its_own_hash_only_and_may_be_kept_for_ever(server: str, visit: Visit) -> None:
    visit.open("/kaart")
    visit.wait_for_map()
    address = next(url for url in visit.requests if "/geo/" in url)
    status, headers, body = get(address)
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert {feature["id"][:2] for feature in json.loads(body)["features"]} == {"WK"}
    other = address.rsplit("/", 1)[0] + "/0123456789abcdef0123.json"
    for wrong in (
        other,
        f"{server}/geo/2021/GM9901/wijk/..%2f..%2fstartfoto.duckdb.json",
        f"{server}/geo/x/y/z/q.json",
    ):
        assert get(wrong)[0] in (400, 404)


def test_a_damaged_store_gives_a_dutch_sentence_with_a_number_and_nothing_is_overwritten(
    tmp_path: Path, browser: Browser
) -> None:
    damaged = b"this is no database" * 1000
    (tmp_path / "startfoto.duckdb").write_bytes(damaged)
    context = browser.new_context()
    try:
        with serving(tmp_path) as address:
            status, _, body = get(f"{address}/health")
            assert status == 503 and json.loads(body)["status"] == "niet gereed"
            page = context.new_page()
            page.goto(address)
            alert = page.get_by_role("alert").filter(has_text="Er ging iets mis")
            expect(alert).to_be_visible(timeout=30_000)
            number = alert.inner_text().split("incident ")[1].split(" ")[0]
            assert "Traceback" not in page.content()
            status, _, body = get(f"{address}/geo/2021/GM9901/wijk/0123456789abcdef0123.json")
            assert status == 500 and 'lang="nl"' in body.decode() and "incident" in body.decode()
    finally:
        context.close()
    assert number in (tmp_path / "server.log").read_text()
    assert (tmp_path / "startfoto.duckdb").read_bytes() == damaged
