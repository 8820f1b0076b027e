"""Who may reach what: names, proxies, routes, pages of others, and data without a sign-in."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

import settings
from model.access import HERE, STARTFOTO, Person, Right, Role
from store import people, shared_store
from store.audit import Act, acting
from web.guard import Guard
from web.headers import PageHeaders
from web.start import SignIn

OWN = SignIn("https://startfoto.gemeente.nl")
MEDIA = "/media/0a1b2c.csv"
DATA = (MEDIA, "/geo/2021/GM9901/wijk/0123456789abcdef0123.json")
UPLOAD = "/_stcore/upload_file/abc-1/def-2"
NEEDED = ("/", "/kaart", "/static/js/index.DormvYxC.js", "/favicon.png", "/_stcore/health", "/_stcore/host-config")
UNUSED = (
    "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/interact", "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp", "/_stcore/bidi-components/x/y.js", "/component/x/index.html", "/app/static/x.txt",
    "/kaart/_stcore/health", "/index.html", "//evil.nl", "/.git/config", "/geo/2021/GM9901/wijk/../x.json", "/Kaart",
)  # fmt: skip


async def everything(request: Request) -> Response:
    """What lies behind: an application that gives whoever reaches it what it has."""
    reply = PlainTextResponse("gegevens")
    reply.set_cookie("remembered", "yes")
    return reply


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def client(
    sign_in: SignIn | None = None, at: str = "http://localhost:8501", by: str = "127.0.0.1", **set_: Any
) -> TestClient:
    routes = [
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", everything, methods=["GET", "PUT", "DELETE", "POST"]),
    ]
    guarded = Guard(Starlette(routes=routes), sign_in, settings.Settings(**set_))
    return TestClient(PageHeaders(guarded, sign_in is not None and sign_in.is_https), base_url=at, client=(by, 50000))


def with_sign_in(**claims: Any) -> TestClient:
    """A client that carries the cookie of a sign-in, as Streamlit signs it, with claims changed."""
    usual = {
        "sub": "1", "iss": "https://provider", "iat": time.time(), "is_logged_in": True, "origin": OWN.origin
    }  # fmt: skip
    made = client(OWN, OWN.origin)
    signed = create_signed_value(get_cookie_secret(), "_streamlit_user", json.dumps(usual | claims))
    made.cookies.set("_streamlit_user", signed.decode())
    return made


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty store as the one that the application uses."""
    monkeypatch.setenv("STARTFOTO_DATA_DIR", str(tmp_path))
    settings.current.cache_clear()
    shared_store.cache_clear()
    with acting(Act(STARTFOTO, Right.PEOPLE)):
        shared_store()
        yield
    shared_store().close()
    shared_store.cache_clear()
    settings.current.cache_clear()


@pytest.mark.parametrize("at", ["http://localhost:8501", "http://127.0.0.1", "http://[::1]:8501", "http://LOCALHOST"])
def test_this_computer_is_reached_under_its_own_names(at: str) -> None:
    assert client(at=at).get("/").text == "gegevens"


@pytest.mark.parametrize(
    "host", ["evil.nl", "localhost.evil.nl", "evil.nl:8501", "localhost@evil.nl", "", "a b", "x:y"]
)
def test_under_any_other_name_it_says_in_dutch_that_it_is_not_there(host: str) -> None:
    reply = client().get("/", headers={"host": host})
    assert (reply.status_code, "onder deze naam niet te bereiken" in reply.text) == (400, True)
    assert "content-security-policy" in reply.headers
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream", headers={"host": host}):
        pass


def test_with_sign_in_the_names_are_that_of_the_redirect_the_set_ones_and_this_computer() -> None:
    names = {"startfoto.gemeente.nl", "10.0.0.5", "startfoto.intern", "localhost"}
    door = client(OWN, allowed_hosts="10.0.0.5, Startfoto.intern")
    assert {name for name in (*names, "evil.nl") if door.get("/", headers={"host": name}).is_success} == names


def test_without_sign_in_names_cannot_be_added() -> None:
    assert client(allowed_hosts="10.0.0.5").get("/", headers={"host": "10.0.0.5"}).status_code == 400


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"])
def test_without_sign_in_nothing_comes_through_a_proxy(header: str) -> None:
    reply = client().get("/", headers={header: "10.0.0.9"})
    assert (reply.status_code, "proxy" in reply.text) == (403, True)
    assert client(OWN, OWN.origin).get("/", headers={header: "10.0.0.9"}).is_success


def test_without_sign_in_nothing_comes_from_another_computer_however_it_is_served() -> None:
    assert client(by="192.168.1.30").get("/").status_code == 403
    assert client(OWN, OWN.origin, by="192.168.1.30").get("/").is_success


@pytest.mark.parametrize("path", [*NEEDED, *DATA, "/health"])
def test_what_is_needed_is_let_through(path: str) -> None:
    assert client().get(path).text == "gegevens"


@pytest.mark.parametrize("path", [*UNUSED, "/auth/login", "/oauth2callback"])
def test_what_is_not_needed_is_not_there(path: str) -> None:
    assert client().get(f"http://localhost:8501{path}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/kaart", MEDIA, "/_stcore/health"])
def test_what_is_read_cannot_be_written(path: str) -> None:
    assert {client().request(method, path).status_code for method in ("POST", "PUT", "DELETE")} == {404}


def test_the_routes_to_sign_in_are_there_with_sign_in_only() -> None:
    door = client(OWN, OWN.origin)
    assert [door.get(path).status_code for path in ("/auth/login", "/auth/logout", "/oauth2callback")] == [200] * 3


@pytest.mark.parametrize(
    "origin",
    ["https://evil.nl", "http://localhost:9999", "null", "http://localhost:8501.evil.nl", "", "file://localhost:8501"],
)
def test_the_page_of_another_site_uploads_nothing_and_opens_no_session(origin: str) -> None:
    headers = {"origin": origin}
    assert client().put(UPLOAD, headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream", headers=headers):
        pass


def test_the_own_page_does_also_behind_a_proxy_that_changes_the_name() -> None:
    assert client().put(UPLOAD, headers={"origin": "http://localhost:8501"}).is_success
    with client().websocket_connect(
        "/_stcore/stream", headers={"origin": "http://localhost:8501", "host": "localhost:8501"}
    ):
        pass
    with client(OWN).websocket_connect("/_stcore/stream", headers={"origin": OWN.origin, "host": "localhost:8501"}):
        pass


def test_data_is_for_who_has_signed_in(installation: None) -> None:
    unknown, known = client(OWN, OWN.origin), with_sign_in(roles=["bewerker"])
    assert [unknown.get(path).status_code for path in DATA] + [unknown.put(UPLOAD).status_code] == [401] * 3
    assert [known.get(path).status_code for path in DATA] + [known.put(UPLOAD).status_code] == [200] * 3


def test_who_only_looks_sees_data_and_uploads_nothing(installation: None) -> None:
    kijker = with_sign_in()
    assert [kijker.get(path).status_code for path in DATA] == [200, 200]
    for refused in (kijker.put(UPLOAD), kijker.delete(UPLOAD)):
        assert (refused.status_code, "is voor bewerkers" in refused.text) == (403, True)


def test_a_sign_in_that_is_old_or_not_whole_gives_no_data(installation: None) -> None:
    wrong: list[dict[str, Any]] = [
        {"iat": time.time() - 8 * 3600 - 60}, {"iat": None}, {"iat": "now"}, {"iat": float("nan")},
        {"is_logged_in": False}, {"origin": "https://evil.nl"}, {"sub": ""},
    ]  # fmt: skip
    assert [claims for claims in wrong if with_sign_in(**claims).get(MEDIA).status_code != 401] == []


def test_a_forged_cookie_gives_no_data() -> None:
    forger = with_sign_in()
    for forged in (
        create_signed_value("another secret", "_streamlit_user", json.dumps({"sub": "1"})).decode(),
        create_signed_value(get_cookie_secret(), "_streamlit_xsrf", json.dumps({"sub": "1"})).decode(),
        forger.cookies["_streamlit_user"][:-1],
        "[]",
        "",
    ):
        forger.cookies.clear()
        forger.cookies.set("_streamlit_user", forged)
        assert forger.get(MEDIA).status_code == 401


def test_who_was_revoked_gets_no_data_from_then_on(installation: None) -> None:
    person = Person("https://provider#1", "Kees", Role.VIEWER)
    door = with_sign_in()
    assert door.get(MEDIA).is_success
    shared_store().write(lambda cursor: people.revoke(cursor, person))
    assert door.get(MEDIA).status_code == 401
    shared_store().write(lambda cursor: people.admit(cursor, person))
    assert door.get(MEDIA).is_success
    assert person.id != HERE


def test_by_https_cookies_are_secure_and_browsers_keep_to_https() -> None:
    safe, plain = client(OWN, OWN.origin).get("/"), client().get("/")
    assert "; Secure" in safe.headers["set-cookie"] and "max-age" in safe.headers["strict-transport-security"]
    assert "Secure" not in plain.headers["set-cookie"] and "strict-transport-security" not in plain.headers


def test_the_policy_lets_no_script_in_but_streamlits_and_no_cache_keep_a_persons_file() -> None:
    reply = client().get(MEDIA)
    script = reply.headers["content-security-policy"].split("script-src ")[1].split(";")[0]
    assert script.startswith("'self' 'sha256-") and "unsafe" not in script
    assert reply.headers["cache-control"] == "no-store" and reply.headers["x-frame-options"] == "DENY"
