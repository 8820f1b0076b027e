"""Plain GETs of JSON and of files: time limit, trying again, and a Dutch refusal when it stays wrong."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential
from urllib3.exceptions import ReadTimeoutError

from model.findings import Refusal, no_connection, not_data, source_fails, source_refuses, too_slow
from settings import Settings

FAILURES = (requests.RequestException, json.JSONDecodeError)
"""What a request can raise; `refuse` has a sentence for each."""

_NOT_JSON = (json.JSONDecodeError, requests.exceptions.InvalidJSONError, requests.exceptions.ContentDecodingError)
_BROKEN = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
_log = logging.getLogger(__name__)

Tell = Callable[[str], None]
"""Told in Dutch that a request is tried again."""


class NotFound(Refusal):
    """The source answered 404: what was asked does not exist there, so a caller may look elsewhere."""


def tell_nobody(step: str) -> None:
    """A listener that does not listen."""


def address_of(url: str, settings: Settings) -> str:
    """The address with its beginning replaced as `settings.addresses` says (a mirror, or a stand-in in a test)."""
    for original, other in settings.addresses.items():
        start = original.rstrip("/")
        if url == start or url.startswith((start + "/", start + "?")):
            return other.rstrip("/") + url.removeprefix(start)
    return url


def get_json(url: str, params: Mapping[str, str], settings: Settings, tell: Tell = tell_nobody) -> dict[str, Any]:
    """The JSON object at the address. Raises Refusal with a Dutch sentence; NotFound when that is because of a 404."""
    address = address_of(url, settings)
    try:
        return retrying(settings, tell)(_get, address, params, settings.request_timeout_s)
    except FAILURES as error:
        raise refuse(error, urlsplit(address).netloc, settings) from error


def get_bytes(url: str, settings: Settings, tell: Tell = tell_nobody) -> bytes:
    """The file at the address. Raises Refusal as `get_json`, also when a web page comes instead of a file."""
    address = address_of(url, settings)
    try:
        return retrying(settings, tell)(_get_file, address, settings.request_timeout_s)
    except FAILURES as error:
        raise refuse(error, urlsplit(address).netloc, settings) from error


def retrying(settings: Settings, tell: Tell = tell_nobody) -> Retrying:
    """The policy of trying again: what may pass by itself is tried again, each wait twice as long as the last.

    Call it with a function and its arguments. What the last attempt raises comes out unchanged.
    """

    def report(state: RetryCallState) -> None:
        cause = state.outcome.exception() if state.outcome else None
        _log.warning("attempt %d of %d failed: %s", state.attempt_number, settings.request_attempts, cause)
        tell(f"De bron antwoordt niet goed; poging {state.attempt_number + 1} van {settings.request_attempts}")

    return Retrying(
        stop=stop_after_attempt(settings.request_attempts),
        wait=wait_exponential(multiplier=settings.retry_wait_s),
        retry=retry_if_exception(_may_pass),
        before_sleep=report,
        reraise=True,
    )


def refuse(error: Exception, host: str, settings: Settings) -> Refusal:
    """The refusal (raise it `from error`) for one of FAILURES, which is logged; NotFound for a 404."""
    _log.error("%s gave no usable answer: %s", host, error, exc_info=error)
    response = _response_of(error)
    if response is not None and response.status_code < 500:
        kind = NotFound if response.status_code == 404 else Refusal
        return kind(source_refuses(host, response.status_code, _detail(response)))
    if response is not None:
        return Refusal(source_fails(host, response.status_code))
    if isinstance(error, _NOT_JSON):
        return Refusal(not_data(host))
    if _is_time_out(error):
        return Refusal(too_slow(host, settings.request_timeout_s))
    return Refusal(no_connection(host))


def _get(address: str, params: Mapping[str, str], time_out: float) -> dict[str, Any]:
    response = requests.get(address, params=params, timeout=time_out)
    response.raise_for_status()
    reply = response.json()
    if not isinstance(reply, dict):
        raise requests.exceptions.JSONDecodeError("no JSON object", response.text[:100], 0)
    return reply


def _get_file(address: str, time_out: float) -> bytes:
    response = requests.get(address, timeout=time_out)
    response.raise_for_status()
    content = response.content
    if "html" in response.headers.get("Content-Type", "").lower() or content.lstrip()[:1] == b"<":
        raise requests.exceptions.ContentDecodingError("a web page instead of a file")
    return content


def _may_pass(error: BaseException) -> bool:
    response = _response_of(error)
    return response.status_code >= 500 if response is not None else isinstance(error, _BROKEN + _NOT_JSON)


def _response_of(error: BaseException) -> requests.Response | None:
    """The reply of an HTTP error; cbsodata raises a second error without the reply, from the first."""
    if not isinstance(error, requests.HTTPError):
        return None
    if error.response is not None:
        return error.response
    return _response_of(error.__cause__) if error.__cause__ else None


def _is_time_out(error: Exception) -> bool:
    """Whether the source was silent for too long; in the middle of a body requests calls that a ConnectionError."""
    return isinstance(error, requests.Timeout) or any(isinstance(cause, ReadTimeoutError) for cause in error.args)


def _detail(response: requests.Response) -> str:
    """What the source itself says is wrong (problem+json of PDOK, odata.error of CBS), at most a line."""
    try:
        reply = response.json()
        said = reply["detail"] if "detail" in reply else reply["odata.error"]["message"]["value"]
    except (ValueError, KeyError, TypeError):
        said = response.reason
    return str(said)[:200]
