"""Runs what is asynchronous beside a browser."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

T = TypeVar("T")


def run(do: Callable[[], Awaitable[T]]) -> T:
    """Do it in a thread of its own: in that of a test the browser of an earlier test may have a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, do).result()
