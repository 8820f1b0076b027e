"""Memory that visitors do not need any more is used for the next, or goes back to the system."""

import ctypes

_M_ARENA_MAX = -8
_ARENAS = 2


def share_among_threads() -> None:
    """Let all threads take memory from the same two heaps, where the C library is glibc (Linux).

    It makes a heap for each thread at first, up to eight a core, and keeps in each what was once needed there. Every
    run of a page is a thread, so with thirty people at once the process would keep growing for a long time.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
    except (AttributeError, OSError, TypeError):
        return  # macOS, Windows and musl have no such heaps


def give_back() -> None:
    """Let the heaps return to the system what is free in them; of themselves they do so only at their end."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
