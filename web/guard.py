"""Who may reach what: under which names, which routes, from which pages, and who gets data."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from intake import backups
from model.access import Person, Right, RoleRules, person_of
from model.sign_in import LONGEST_SIGN_IN
from settings import Settings, current
from store import people, shared_store
from web.start import CALLBACK, SignIn, is_here

_HERE = ("localhost", "127.0.0.1", "::1")
_BY_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

_OPEN = (
    (("GET", "HEAD"), r"/(?:[a-z][a-z-]{0,40}/?)?"),  # the page itself, under the name of any page, and /health
    (("GET", "HEAD"), r"/static/[\w./-]+"),
    (("GET", "HEAD"), r"/(?:favicon\.png|manifest\.json)"),
    (("GET",), r"/_stcore/(?:health|host-config)"),
    (("WEBSOCKET",), r"/_stcore/stream"),
    (("POST",), re.escape(backups.PATH)),  # of the commands on this computer, which show a pass
)
"""What a browser needs before anybody has signed in; the page of it asks who is there."""
_OF_PEOPLE = (
    (("GET", "HEAD"), r"/media/[\w.-]+"),
    (("PUT", "DELETE"), r"/_stcore/upload_file/[\w-]+/[\w-]+"),
    (("GET", "HEAD"), r"/geo/\w+/\w+/\w+/\w+\.json"),
)
"""What carries data."""
_TO_SIGN_IN = ((("GET",), r"/auth/(?:login|logout)"), (("GET",), CALLBACK))


@dataclass(frozen=True)
class _No:
    """Why a connection gets nothing."""

    status: int
    text: str


_NOT_FOUND = _No(404, "Dit adres bestaat niet in Startfoto. Ga naar het begin: /")
_NOT_SIGNED_IN = _No(401, "Hiervoor moet u aangemeld zijn. Open Startfoto opnieuw en meld u aan.")
_NOT_FOR_VIEWERS = _No(403, "Bestanden inlezen is voor bewerkers. Vraag de beheerder om die rol.")
_OTHER_NAME = _No(
    400,
    "Startfoto is onder deze naam niet te bereiken. Gebruik het adres dat u van de beheerder kreeg. Beheerder: zet de "
    "naam in de instelling allowed_hosts.",
)
_OTHER_SITE = _No(403, "Dit verzoek komt van een andere website en is daarom geweigerd. Open Startfoto zelf.")
_BY_OTHERS = _No(
    403,
    "Dit verzoek komt niet van deze computer zelf maar via een proxy of het netwerk, en er is geen aanmelding "
    "ingesteld. Beheerder: stel aanmelden in met [auth] in .streamlit/secrets.toml.",
)


class Guard:
    """Lets through what is meant to be reached, by whom it is meant for; everything else is refused, saying why."""

    def __init__(self, app: ASGIApp, sign_in: SignIn | None, settings: Settings | None = None) -> None:
        self._app = app
        self._sign_in = sign_in
        others = (settings or current()).allowed_hosts.split(",") if sign_in else []
        self._hosts = {*_HERE, *(host.strip().lower() for host in others if host.strip())}
        if sign_in:
            self._hosts.add(sign_in.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        no = self._refusal(connection) or await self._refusal_of_person(connection)
        if no is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, no.text[:100])(scope, receive, send)
        else:
            await PlainTextResponse(no.text + "\n", no.status)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> _No | None:
        if _hostname(connection.headers.get("host", "")) not in self._hosts:
            return _OTHER_NAME
        client = connection.client.host if connection.client else ""
        if self._sign_in is None and (not is_here(client) or any(name in connection.headers for name in _BY_PROXY)):
            return _BY_OTHERS
        method = connection.scope.get("method", "WEBSOCKET")
        open_routes = (*_OPEN, *_TO_SIGN_IN) if self._sign_in else _OPEN
        if not _is_among((*open_routes, *_OF_PEOPLE), method, connection):
            return _NOT_FOUND
        if method not in _SAFE_METHODS and not self._is_own(connection):
            return _OTHER_SITE
        return None

    def _is_own(self, connection: HTTPConnection) -> bool:
        """Whether a page of Startfoto asks it: what is no browser says no origin, a browser always does."""
        origin = connection.headers.get("origin")
        if origin is None or (self._sign_in and origin == self._sign_in.origin):
            return True
        return (
            re.fullmatch(r"https?://(.+)", origin) is not None and urlsplit(origin).netloc == connection.headers["host"]
        )

    async def _refusal_of_person(self, connection: HTTPConnection) -> _No | None:
        if self._sign_in is None or not _is_among(_OF_PEOPLE, connection.scope.get("method", ""), connection):
            return None
        person = signed_in(connection.cookies, self._sign_in, datetime.now(UTC))
        if person is None or await anyio.to_thread.run_sync(_is_revoked, person):
            return _NOT_SIGNED_IN
        if connection.scope.get("method", "") not in _SAFE_METHODS and not person.may(Right.UPLOAD):
            return _NOT_FOR_VIEWERS
        return None


def signed_in(cookies: dict[str, str], sign_in: SignIn, now: datetime) -> Person | None:
    """Whose sign-in the cookies carry; None where they carry none that was signed here and is younger than 8 hours."""
    content = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(content) if content else None
    except ValueError:
        return None
    if not isinstance(claims, dict) or not claims.get("is_logged_in") or claims.get("origin") != sign_in.origin:
        return None
    moment = claims.get("iat")
    if not isinstance(moment, int | float) or not now.timestamp() - moment <= LONGEST_SIGN_IN.total_seconds():
        return None
    settings = current()
    return person_of(claims, RoleRules(settings.role_claim, settings.role_editor, settings.role_manager))


def _is_revoked(person: Person) -> bool:
    with shared_store().read() as cursor:
        return people.is_revoked(cursor, person.id)


def _is_among(routes: tuple[tuple[tuple[str, ...], str], ...], method: str, connection: HTTPConnection) -> bool:
    path = connection.scope["path"]
    return any(method in methods and re.fullmatch(pattern, path, re.ASCII) for methods, pattern in routes)


def _hostname(host: str) -> str:
    """The name in a Host header, without its port; empty when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        is_plain = not (parts.path or parts.query or parts.fragment or "@" in host or (parts.port or 0) < 0)
    except ValueError:
        return ""
    return (parts.hostname or "").lower() if is_plain else ""
