"""One server and one browser for the whole run; each test has a context of its own."""

import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.browser.install_browser import find_chromium

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
)
_START_S = 60


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests on one worker, so that there is one browser and one server; first, before xdist reads that."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    """Whether /health answers, also when it says that the application is not ready."""
    try:
        urllib.request.urlopen(f"{address}/health", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def serving(data_dir: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """The application on a port (0 for a free one), as `make run` starts it; yields its address once it answers."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    variables = os.environ | {
        "STARTFOTO_DATA_DIR": str(data_dir),
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        **environment,
    }
    log = data_dir / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py"], cwd=ROOT, env=variables, stdout=output, stderr=output
        )
        pause = threading.Event()
        try:
            for _ in range(_START_S * 10):
                if _answers(address):
                    break
                assert process.poll() is None, log.read_text()
                pause.wait(0.1)
            else:
                pytest.fail(f"the application did not answer within {_START_S} s:\n{log.read_text()}")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with the example municipality."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium that can draw WebGL maps."""
    path = find_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path or None, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class Visit:
    """One browser window on the application, and every request it made."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, path: str = "/") -> Page:
        """Go to a path and wait until the page is drawn."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until Streamlit has run the script to its end and nothing is grey any more."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
        self.page.wait_for_selector("h1", timeout=30_000)
        self.page.wait_for_function("() => !document.querySelector('[data-stale=true]')", timeout=30_000)

    def wait_for_map(self) -> None:
        """Wait until the first map has drawn its areas."""
        self.page.wait_for_function(
            """() => {
                const plot = document.querySelector('.js-plotly-plot');
                const map = plot?._fullLayout?.map?._subplot?.map;
                return map && map.loaded() && map.areTilesLoaded();
            }""",
            timeout=60_000,
        )


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 1440 wide in which each test has a tab of its own, so that Streamlit's scripts are read once."""
    with closing(browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL")) as context:
        yield context


@pytest.fixture
def visit(window: BrowserContext, server: str) -> Iterator[Visit]:
    """A tab on the example municipality."""
    with closing(window.new_page()) as page:
        yield Visit(page, server)
