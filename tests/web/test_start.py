"""What may be served where, before anything is."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from web.start import SignIn, Unsafe, check_address, sign_in_of

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "redirect_uri": "https://startfoto.gemeente.nl/oauth2callback",
    "cookie_secret": "0123456789" * 4,
    "client_id": "startfoto",
    "client_secret": "of the provider",
    "server_metadata_url": "https://aanmelden.gemeente.nl/.well-known/openid-configuration",
}


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.0.0.2", "::1", "[::1]"])
def test_without_sign_in_it_serves_this_computer(address: str) -> None:
    check_address(None, address)


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.1.20", "10.0.0.5", "startfoto.gemeente.nl", "localhost.evil.nl"]
)
def test_without_sign_in_it_serves_nothing_else(address: str | None) -> None:
    with pytest.raises(Unsafe, match="geen aanmelding ingesteld"):
        check_address(None, address)


def test_with_sign_in_it_serves_any_address() -> None:
    check_address(SignIn("https://startfoto.gemeente.nl"), "0.0.0.0")


def test_a_whole_sign_in_says_where_people_come_in() -> None:
    assert sign_in_of({"auth": WHOLE}, 8501) == SignIn("https://startfoto.gemeente.nl")
    assert sign_in_of({"auth": WHOLE | {"redirect_uri": "http://localhost:{port}/oauth2callback"}}, 8601) == SignIn(
        "http://localhost:8601"
    )
    assert sign_in_of({}, 8501) is None


@pytest.mark.parametrize("key", WHOLE)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_half_a_sign_in_is_refused_and_names_what_is_missing(key: str, empty: str | None) -> None:
    with pytest.raises(Unsafe, match=key):
        sign_in_of({"auth": WHOLE | {key: empty}}, 8501)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"cookie_secret": "0123456789" * 3}, "te kort"),
        ({"redirect_uri": "http://startfoto.gemeente.nl/oauth2callback"}, "https"),
        ({"redirect_uri": "https://startfoto.gemeente.nl/"}, "oauth2callback"),
        ({"redirect_uri": "startfoto"}, "https"),
        ({"server_metadata_url": "http://aanmelden.gemeente.nl/"}, "https"),
    ],
)
def test_a_sign_in_that_would_not_protect_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Unsafe, match=why):
        sign_in_of({"auth": WHOLE | change}, 8501)


@pytest.mark.parametrize("auth", ["yes", "", {}, []])
def test_what_is_no_sign_in_is_refused_too(auth: object) -> None:
    with pytest.raises(Unsafe):
        sign_in_of({"auth": auth}, 8501)


def start(tmp_path: Path, secrets: str | None = None, **environment: str) -> tuple[int, str]:
    """How the real process ends, and what it says on stderr; it must end by itself."""
    if secrets is not None:
        (tmp_path / "secrets.toml").write_text(secrets, "utf-8")
    variables = os.environ | {
        "STARTFOTO_DATA_DIR": str(tmp_path),
        "STREAMLIT_SERVER_PORT": "0",
        "STREAMLIT_BROWSER_SERVER_ADDRESS": "localhost",  # otherwise Streamlit asks the internet for its own address
        "STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml"),
        **environment,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py"],
        cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stderr


def test_the_process_ends_when_others_could_reach_it_without_sign_in(tmp_path: Path) -> None:
    code, said = start(tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    assert code == 2
    assert "Startfoto start niet. Er is geen aanmelding ingesteld" in said and 'op "0.0.0.0"' in said
    assert "Traceback" not in said and not (tmp_path / "startfoto.duckdb").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("secrets", "environment", "why"),
    [
        ('[auth]\nclient_id = "startfoto"\n', {}, "ontbreekt redirect_uri, cookie_secret"),
        ("[auth\n", {}, "kan niet worden gelezen"),
        (None, {"STREAMLIT_SERVER_ADDRESS": "::"}, '"::"'),
        (None, {"STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false"}, "server.enableXsrfProtection staat uit"),
        (None, {"STREAMLIT_SERVER_ENABLE_CORS": "false"}, "server.enableCORS"),
        (None, {"STREAMLIT_SERVER_TRUSTED_USER_HEADERS": '{"X-User": "email"}'}, "trustedUserHeaders"),
    ],
)
def test_the_process_ends_and_says_why(
    tmp_path: Path, secrets: str | None, environment: dict[str, str], why: str
) -> None:
    code, said = start(tmp_path, secrets, **{"STREAMLIT_SERVER_ADDRESS": "127.0.0.1", **environment})
    assert (code, why in said) == (2, True), said


def test_the_dashboard_shows_nothing_when_it_is_served_without_the_application(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("web.start._is_checked", threading.Event())
    app = AppTest.from_file(str(ROOT / "dashboard.py")).run()
    assert "streamlit run app.py" in app.error[0].value
    assert not app.title and not app.sidebar
