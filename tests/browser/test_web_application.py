"""The web application around the pages: health, headers, map files, compression, the Dutch error page."""

import gzip
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.browser.conftest import Visit, serving


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body, also of a refusal."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, method=method, headers=named)
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
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


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


def test_only_the_routes_that_are_meant_are_there(server: str) -> None:
    needed = ("/", "/kaart", "/health", "/favicon.png", "/_stcore/health", "/_stcore/host-config")
    unused = (
        "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json", "/_stcore/agent/interact",
        "/_stcore/agent/mcp", "/_stcore/bidi-components/x/y.js", "/component/x/index.html", "/auth/login",
        "/index.html", "/app/static/x",
    )  # fmt: skip
    assert {path: get(server + path)[0] for path in needed} == dict.fromkeys(needed, 200)
    assert {path: get(server + path)[0] for path in unused} == dict.fromkeys(unused, 404)
    assert get(f"{server}/_stcore/agent/mcp", "POST")[0] == 404
    assert get(f"{server}/beheer/opdracht", "POST")[0] == 403


def test_under_another_name_or_through_a_proxy_it_says_nothing_but_why(server: str) -> None:
    status, _, body = get(server, Host="startfoto.evil.nl")
    assert status == 400 and "onder deze naam niet te bereiken" in body.decode()
    status, _, body = get(server, X_Forwarded_For="10.0.0.9")
    assert status == 403 and "via een proxy" in body.decode()


def test_the_page_of_another_site_opens_no_session_and_uploads_nothing(server: str) -> None:
    stream = server.replace("http", "ws") + "/_stcore/stream"
    for origin in ("https://evil.nl", "http://localhost:1"):
        with pytest.raises(InvalidStatus, match="403"), connect(stream, origin=Origin(origin), proxy=None):
            pass
    with connect(stream, origin=Origin(server), proxy=None):
        pass
    token, other = generate_xsrf_token_string(), generate_xsrf_token_string()
    upload = f"{server}/_stcore/upload_file/nobody/file"
    assert get(upload, "PUT")[0] == 403
    assert get(upload, "PUT", Cookie=f"_streamlit_xsrf={token}", X_Xsrftoken=other)[0] == 403
    own = {"Cookie": f"_streamlit_xsrf={token}", "X_Xsrftoken": token}
    status, _, body = get(upload, "PUT", **own)
    assert status == 400 and b"session_id" in body
    assert get(upload, "PUT", Origin="https://evil.nl", **own)[0] == 403


def test_maps_charts_and_tables_need_nothing_that_the_policy_refuses(visit: Visit) -> None:
    refused: list[str] = []
    visit.page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => "
        "console.info('refused', e.violatedDirective, e.blockedURI, e.sourceFile))"
    )
    visit.page.on("console", lambda said: refused.append(said.text) if said.text.startswith("refused") else None)
    visit.open("/kaart")
    visit.wait_for_map()
    visit.open("/keuzes")
    visit.page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    # A library of Streamlit's tries WebAssembly for large numbers and does without.
    assert [said for said in refused if not ("wasm-eval" in said and "/protobuf." in said)] == []
    assert refused, "the policy is not there, or not told of"


def test_of_an_upload_that_went_wrong_the_log_holds_nothing_of_people(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    people = b"naam;bsn;e-mail\nJan Jansen;111222333;jan.jansen@school.nl\n"
    visit.open("/cijfers")
    for name, content in (("jan.jansen@school.nl.csv", people), ("111222333.xlsx", b"PK\x03\x04" + people)):
        visit.page.locator("input[type=file]").first.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": content}
        )
        visit.page.get_by_text(name).first.wait_for()
        visit.settle()
    log = "".join(path.read_text("utf-8") for path in tmp_path_factory.getbasetemp().glob("server*/server.log"))
    assert log and not re.search(r"111222333|jan\.jansen|Jansen", log)


def test_a_store_that_does_not_open_gives_a_dutch_sentence_with_a_number(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "startfoto.duckdb").mkdir()
    context = browser.new_context()
    try:
        with serving(tmp_path, STARTFOTO_METRICS_EVERY_S="0.2") as address:
            status, _, body = get(f"{address}/health")
            assert (status, json.loads(body)) == (503, {"status": "niet gereed", "reden": "niet te openen"})
            page = context.new_page()
            page.goto(address)
            alert = page.get_by_role("alert").filter(has_text="Er ging iets mis")
            expect(alert).to_be_visible(timeout=30_000)
            number = alert.inner_text().split("incident ")[1].split(" ")[0]
            assert "Traceback" not in page.content()
            status, headers, body = get(f"{address}/geo/2021/GM9901/wijk/0123456789abcdef0123.json")
            assert status == 500 and 'lang="nl"' in body.decode() and "incident" in body.decode()
            assert "content-security-policy" in headers
    finally:
        context.close()
    lines = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines() if line[:1] == "{"]
    assert number in {line.get("incident") for line in lines}
    measured = [line for line in lines if line["event"] == "metrics"]
    assert max(line["sessions"] for line in measured) == 1 and sum(line["requests"] for line in measured) > 10
    assert sum(line["errors"] for line in measured) >= 2
    assert all(20 < line["memory_mb"] < 4000 and line["request_p50_ms"] <= line["request_p95_ms"] for line in measured)
