"""An installation of its own for each page test: settings, store and caches."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import settings
from intake import example
from model import catalogue
from store import Store, shared_store

ROOT = Path(settings.__file__).parent


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store that the application uses, without the example."""
    monkeypatch.setenv("STARTFOTO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("STARTFOTO_LOAD_EXAMPLE", "0")
    settings.current.cache_clear()
    shared_store.cache_clear()
    st.cache_resource.clear()
    yield shared_store()
    shared_store().close()
    shared_store.cache_clear()
    settings.current.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def with_example(installation: Store) -> Store:
    """The same with the made-up municipality in it."""
    assert example.load_example(installation, catalogue.current())
    return installation


Open = Callable[..., AppTest]


@pytest.fixture
def open_page() -> Open:
    """Open a page with choices in the URL, as somebody does who follows a link; fails when the page raises."""

    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "pages/startfoto.py":
            app.switch_page(page).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return opened
