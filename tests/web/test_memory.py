"""The memory of the process is shared by its threads."""

import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT

_HEAPS = """
import ctypes, sys, tempfile, threading
from web import memory
if sys.argv[1] == "shared":
    memory.share_among_threads()
libc = ctypes.CDLL(None)
together = threading.Barrier(8)
def use():
    libc.malloc(10_000)
    together.wait()
threads = [threading.Thread(target=use) for _ in range(8)]
[one.start() for one in threads], [one.join() for one in threads]
with tempfile.TemporaryFile() as file:
    stream = libc.fdopen
    stream.restype = ctypes.c_void_p
    opened = stream(file.fileno(), b"w")
    libc.malloc_info(0, ctypes.c_void_p(opened)), libc.fflush(ctypes.c_void_p(opened))
    file.seek(0)
    print(file.read().count(b"<heap nr="))
"""


def heaps(how: str) -> int:
    """How many heaps a process with eight threads has."""
    done = subprocess.run([sys.executable, "-c", _HEAPS, how], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has a heap for each thread")
def test_eight_threads_share_two_heaps() -> None:
    assert heaps("own") > heaps("shared")
    assert heaps("shared") <= 2


_GIVEN_BACK = """
import psutil
from web import memory
held = [bytes(1000) for _ in range(100_000)]
last = bytes(1000)
most = psutil.Process().memory_info().rss
del held
if __import__("sys").argv[1] == "back":
    memory.give_back()
print(most - psutil.Process().memory_info().rss)
"""


def freed(how: str) -> int:
    """How many bytes went back to the system after a hundred megabytes were no longer needed."""
    done = subprocess.run(
        [sys.executable, "-c", _GIVEN_BACK, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what is free")
def test_what_is_free_is_given_back() -> None:
    assert freed("back") > 50_000_000
