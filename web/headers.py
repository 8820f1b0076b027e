"""The headers of every reply: where script may come from, who may show the page, what may be kept."""

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _digests() -> str:
    """The scripts that stand in Streamlit's own page, each as its digest, so that no other one is run."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    found = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in _INLINE.findall(page))
    return " ".join(f"'sha256-{digest}'" for digest in found)


_POLICY = (
    f"default-src 'none'; script-src 'self' {_digests()}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""As tight as Streamlit 1.67 permits; SECURITY.md says which loosening was tried without and what then fails."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": _POLICY,
}
_HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}
_NEVER_KEPT = "/media/"
"""Files that were made for one person; no cache keeps them."""


def security(is_https: bool) -> dict[str, str]:
    """The headers that every reply has; `is_https` is whether people reach the application by HTTPS only."""
    return _HEADERS | (_HTTPS_ONLY if is_https else {})


class PageHeaders:
    """Adds the security headers to every reply, and says in the index page that it is Dutch."""

    def __init__(self, app: ASGIApp, is_https: bool = False) -> None:
        self._app = app
        self._is_https = is_https
        self._security = security(is_https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, changing what is sent back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = dict(scope)
        # Compression is done once, outside of here; a body that Streamlit compressed itself could not be changed.
        scope["headers"] = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        start: Message = {}

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if self._is_https:
                    _make_cookies_secure(message)
                message["headers"] = list(message["headers"])
                headers = MutableHeaders(raw=message["headers"])
                headers.update(self._security)
                if scope["path"].startswith(_NEVER_KEPT):
                    headers["cache-control"] = "no-store"
                if headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start and message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="nl">')
                await send(start)
                start = {}
            await send(message)

        await self._app(scope, receive, send_changed)


def _make_cookies_secure(message: Message) -> None:
    """Let a browser send the cookies of a reply by HTTPS only; behind a proxy Streamlit does not say so."""
    message["headers"] = [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in message.get("headers", [])
    ]
