"""Whether the application may be served as it is set up: with sign-in anywhere, without it on this computer only."""

import ipaddress
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

CALLBACK = "/oauth2callback"
_EXIT = 2
_LEAST_SECRET = 32
_is_checked = threading.Event()
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


class Unsafe(Exception):
    """Startfoto must not be served like this; the text says why and what to do."""


@dataclass(frozen=True)
class SignIn:
    """Where people come to sign in."""

    origin: str
    """As a browser says it: `https://startfoto.gemeente.nl`."""

    @property
    def host(self) -> str:
        """The name without the port."""
        return urlsplit(self.origin).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether it is by HTTPS."""
        return self.origin.startswith("https://")


def refuse_unsafe_start() -> SignIn | None:
    """How people sign in, None for one person on this computer; ends the process when it must not be served so."""
    try:
        sign_in = sign_in_of(_secrets(), st.get_option("server.port"))
        _check_options()
        check_address(sign_in, st.get_option("server.address"))
    except Unsafe as unsafe:
        print(f"Startfoto start niet. {unsafe}", file=sys.stderr, flush=True)  # noqa: T201
        sys.exit(_EXIT)
    _is_checked.set()
    return sign_in


def was_checked() -> bool:
    """Whether this process is served by `app.py`, with its guard; `streamlit run dashboard.py` would go without."""
    return _is_checked.is_set()


def check_address(sign_in: SignIn | None, address: str | None) -> None:
    """Raise Unsafe for an address that others can reach where nobody signs in; none, or an empty one, is every one."""
    if sign_in is None and not is_here(address or ""):
        where = f'op "{address}"' if address else "op elk adres van deze computer"
        raise Unsafe(
            f"Er is geen aanmelding ingesteld, en Startfoto zou te bereiken zijn {where}: dan kan iedereen op het "
            "netwerk alles zien en wijzigen. Stel aanmelden in met [auth] in .streamlit/secrets.toml (docs/sign-in.md "
            'zegt hoe), of laat server.address op "localhost" staan (.streamlit/config.toml, STREAMLIT_SERVER_ADDRESS '
            "en --server.address)."
        )


def is_here(host: str) -> bool:
    """Whether a name or address is this computer, and this computer only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def sign_in_of(secrets: Mapping[str, Any], port: int) -> SignIn | None:
    """How people sign in by what stands in Streamlit's secrets; None without `[auth]`. Raises Unsafe for half of it."""
    if "auth" not in secrets:
        return None
    section = secrets["auth"]
    if not isinstance(section, Mapping):
        raise Unsafe("Onderdeel [auth] in .streamlit/secrets.toml moet een tabel zijn.")
    standard = section.get("default")
    given = {**section, **(standard if isinstance(standard, Mapping) else {})}
    missing = [key for key in _NEEDED if not str(given.get(key) or "").strip()]
    if missing:
        raise Unsafe(
            f"De aanmelding in .streamlit/secrets.toml is niet af: onder [auth] ontbreekt {', '.join(missing)}. Vul "
            "dat in. Zolang de aanmelding half is ingesteld, wordt er niets geserveerd."
        )
    if len(str(given["cookie_secret"])) < _LEAST_SECRET:
        raise Unsafe(
            f"De cookie_secret onder [auth] in .streamlit/secrets.toml is te kort: {_LEAST_SECRET} tekens of meer, "
            "door niemand te raden. Maak er een met: python -c 'import secrets; print(secrets.token_hex(32))'"
        )
    redirect = str(given["redirect_uri"]).replace("{port}", str(port))
    for name, address in (("redirect_uri", redirect), ("server_metadata_url", str(given["server_metadata_url"]))):
        if not _is_private(address):
            raise Unsafe(
                f"De {name} onder [auth] in .streamlit/secrets.toml moet een adres met https:// zijn (http:// kan "
                "alleen op deze computer)."
            )
    parts = urlsplit(redirect)
    if parts.path != CALLBACK:
        raise Unsafe(f"De redirect_uri onder [auth] in .streamlit/secrets.toml moet eindigen op {CALLBACK}.")
    return SignIn(f"{parts.scheme}://{parts.netloc}")


def _secrets() -> Mapping[str, Any]:
    """Streamlit's secrets. Raises Unsafe where there is a file of them that it cannot read: it says that of none."""
    if st.secrets.load_if_toml_exists():
        return dict(st.secrets)
    files = [path for path in st.get_option("secrets.files") if Path(path).exists()]
    if files:
        raise Unsafe(
            f"Het bestand met geheimen {', '.join(files)} kan niet worden gelezen. Herstel het: het moet TOML zijn."
        )
    return {}


def _check_options() -> None:
    """Raise Unsafe where a protection of Streamlit was turned off, or anybody could say who they are."""
    for option in ("server.enableXsrfProtection", "server.enableCORS"):
        if not st.get_option(option):
            raise Unsafe(f"De beveiliging {option} staat uit. Zet die aan, of haal de instelling weg.")
    if st.get_option("server.trustedUserHeaders"):
        raise Unsafe(
            "De instelling server.trustedUserHeaders is ingevuld: dan kan ieder zich voordoen als een ander. Haal die "
            "weg; aanmelden gaat met [auth] in .streamlit/secrets.toml."
        )


def _is_private(address: str) -> bool:
    """Whether what goes to an address can be read by nobody on the way."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_here(host)))
