"""An OpenID Connect provider as a process of its own, with people whose roles a test sets."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START_S = 20


@contextmanager
def provider(port: int, log: Path) -> Iterator[str]:
    """The provider on a port of this machine; yields its address as soon as it answers."""
    address = f"http://localhost:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)], stdout=output, stderr=output
        )
        try:
            _wait_for(f"{address}/.well-known/openid-configuration")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def give(address: str, person: str, name: str, roles: list[str]) -> None:
    """Let the provider know a person, or change the roles of one."""
    body = json.dumps({"name": name, "roles": roles}).encode()
    request = urllib.request.Request(f"{address}/users/{person}", body, {"content-type": "application/json"})
    request.method = "PUT"
    urllib.request.urlopen(request, timeout=10).close()


def _wait_for(url: str) -> None:
    until = time.monotonic() + _START_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
