"""A few pages are drawn at once, the others after them."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from pages.parts import turns


@pytest.fixture
def drawing() -> Iterator[ExitStack]:
    """As many pages are being drawn as may be; closing it ends them."""
    with ExitStack() as stack:
        for _ in range(turns._AT_ONCE):
            stack.enter_context(turns.taken())
        yield stack


def test_one_more_waits_until_another_is_drawn(drawing: ExitStack) -> None:
    begun = threading.Event()

    def draw() -> None:
        with turns.taken():
            begun.set()

    visit = threading.Thread(target=draw)
    visit.start()
    assert not begun.wait(0.1)
    drawing.close()
    assert begun.wait(5)
    visit.join()


def test_who_has_waited_long_goes_on_and_takes_no_turn_of_others(
    drawing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_LONGEST_WAIT_S", 0.01)
    with turns.taken():
        pass
    drawing.close()
    with ExitStack() as all_turns:
        for _ in range(turns._AT_ONCE):
            assert all_turns.enter_context(turns.taken()) is None
        assert not turns._turns.acquire(blocking=False)


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(turns._AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turns.taken():
            raise ZeroDivisionError
    assert turns._turns.acquire(blocking=False)
    turns._turns.release()
