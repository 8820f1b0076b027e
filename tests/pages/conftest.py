"""An installation of its own for each page test: settings, store and caches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

import settings
from model.access import STARTFOTO, Right
from store import Store, shared_store
from store.audit import Act, acting
from tests import stores

ROOT = Path(settings.__file__).parent


@contextmanager
def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store in a folder as the one that the application uses."""
    monkeypatch.setenv("STARTFOTO_DATA_DIR", str(folder))
    monkeypatch.setenv("STARTFOTO_LOAD_EXAMPLE", "0")
    settings.current.cache_clear()
    shared_store.cache_clear()
    st.cache_resource.clear()
    # What a test writes itself, in its own thread, is Startfoto's; the pages run in another and say for themselves.
    with acting(Act(STARTFOTO, Right.EDIT)):
        yield shared_store()
    shared_store().close()
    shared_store.cache_clear()
    settings.adopt({})
    settings.current.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store that the application uses, without the example."""
    stores.put_new(tmp_path)
    with _installed(tmp_path, monkeypatch) as store:
        yield store


@pytest.fixture
def with_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The same with the made-up municipality in it."""
    stores.put_example(tmp_path)
    with _installed(tmp_path, monkeypatch) as store:
        yield store


@pytest.fixture(scope="session", autouse=True)
def packages_are_looked_through_once() -> Iterator[None]:
    """Each run of AppTest looks for components of Streamlit in every package that is installed: a tenth of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def registered_pages(the_start_was_checked: None) -> dict[str, Any]:
    """What AppTest learns of the navigation at a first run; without it every test would draw the Startfoto first."""
    return {}


@pytest.fixture
def open_page(registered_pages: dict[str, Any]) -> Open:
    """Open a page with choices in the URL, as somebody does who follows a link; fails when the page raises."""

    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        if not registered_pages:
            registered_pages.update(AppTest.from_file(app._script_path, default_timeout=30).run()._registered_pages)
        app._registered_pages = dict(registered_pages)
        if page != "pages/startfoto.py":
            app.switch_page(page)
        app.run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return opened
