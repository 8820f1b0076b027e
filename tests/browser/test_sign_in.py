"""Signing in at a real provider in a real browser: who sees what, and when that ends."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from model.access import Role
from tests.browser.conftest import Visit, free_port, serving
from tests.browser.test_budget import choose
from tests.standins.provider import give, provider

SECRET = "only for this test, and long enough to sign with"
PEOPLE = {
    "kees": ("Kees Kijker", []),
    "bea": ("Bea Bewerker", ["bewerker"]),
    "hein": ("Hein Beheerder", ["beheerder"]),
    "ria": ("Ria Tijdelijk", ["bewerker"]),
}
PAGES = {
    Role.VIEWER: (
        "/", "/kaart", "/profiel", "/vergelijken", "/fotos", "/respons", "/keuzes", "/leemtes", "/wensen",
        "/maatregelen", "/budget", "/presenteren", "/plan", "/methode",
    ),
    Role.EDITOR: (
        "/afspraken", "/sisa", "/verhalen", "/gegevens", "/scholen", "/schoolscans", "/cijfers", "/boekingen",
    ),
    Role.MANAGER: ("/beheer",),
}  # fmt: skip
"""The pages by the least role that may see them."""


class Installation:
    """The application with sign-in, its provider and its data."""

    def __init__(self, address: str, provider: str, data_dir: Path) -> None:
        self.address, self.provider, self.data_dir = address, provider, data_dir


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("sign-in")
    port = free_port()
    secrets = folder / "secrets.toml"
    with provider(free_port(), folder / "provider.log") as at:
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
            f'client_id = "startfoto"\nclient_secret = "not a secret"\n'
            f'server_metadata_url = "{at}/.well-known/openid-configuration"\n',
            "utf-8",
        )
        for person, (name, roles) in PEOPLE.items():
            give(at, person, name, roles)
        with serving(folder, port, STREAMLIT_SECRETS_FILES=str(secrets)) as address:
            yield Installation(address, at, folder)


@contextmanager
def visiting(browser: Browser, installation: Installation) -> Iterator[Visit]:
    """A browser of its own, in which nobody has signed in."""
    with closing(browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900})) as context:
        yield Visit(context.new_page(), installation.address)


@contextmanager
def signed_in(browser: Browser, installation: Installation, person: str) -> Iterator[Visit]:
    """A browser in which this person signed in at the provider a minute ago."""
    with visiting(browser, installation) as visit:
        put_cookie(visit.page.context, installation.address, SECRET, **claims(installation, person, 60))
        yield visit


def sign_in(visit: Visit, person: str) -> None:
    """The whole way: to the provider, who one is there, and back."""
    page = visit.open("/methode")
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_placeholder("sub").fill(person)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"{visit.address}/**")
    visit.settle()


def is_refused(visit: Visit, path: str) -> bool:
    """Whether a page says that it is for another role."""
    visit.open(path)
    return "Deze pagina is voor de" in visit.page.get_by_role("heading", level=1).inner_text()


def wants_sign_in(visit: Visit) -> bool:
    """Whether the page asks to sign in, and shows nothing else."""
    visit.settle()
    expect(visit.page.get_by_role("button", name="Aanmelden")).to_be_visible()
    shown = visit.page.locator("[data-testid=stMain]").inner_text()
    return "Lindewaard" not in shown and visit.page.locator(".js-plotly-plot").count() == 0


def put_cookie(context: BrowserContext, address: str, secret: str, **claims: object) -> None:
    """A sign-in cookie as Streamlit makes it, signed with a secret."""
    payload = {"origin": address, "is_logged_in": True, **claims}
    value = create_signed_value(secret, "_streamlit_user", json.dumps(payload)).decode()
    context.add_cookies([{"name": "_streamlit_user", "value": value, "url": address}])


def claims(installation: Installation, person: str, seconds_ago: float) -> dict[str, object]:
    """What the provider says of a person who signed in so many seconds ago."""
    name, roles = PEOPLE[person]
    return {
        "iss": installation.provider,
        "sub": person,
        "name": name,
        "roles": roles,
        "iat": int(time.time() - seconds_ago),
    }


def test_who_has_not_signed_in_sees_the_way_in_and_nothing_else(browser: Browser, installation: Installation) -> None:
    with visiting(browser, installation) as visit:
        for path in ("/budget", "/beheer"):
            visit.open(path)
            assert wants_sign_in(visit), path
        assert not any("/geo/" in url for url in visit.requests)


@pytest.mark.parametrize(
    ("person", "path", "has_pages_beside"), [("kees", "/schoolscans", False), ("bea", "/beheer", True)]
)
def test_a_page_of_another_role_is_not_in_the_menu_and_not_behind_its_address(
    browser: Browser, installation: Installation, person: str, path: str, has_pages_beside: bool
) -> None:
    with signed_in(browser, installation, person) as visit:
        assert is_refused(visit, path)
        menu = visit.page.get_by_test_id("stTopNavSection").all_inner_texts()
        assert ("Beheer" in menu) is has_pages_beside


@pytest.mark.slow
@pytest.mark.parametrize(("person", "role"), [("kees", Role.VIEWER), ("bea", Role.EDITOR), ("hein", Role.MANAGER)])
def test_each_role_sees_its_pages_and_no_other(
    browser: Browser, installation: Installation, person: str, role: Role
) -> None:
    with visiting(browser, installation) as visit:
        sign_in(visit, person)
        for least, paths in PAGES.items():
            for path in paths:
                assert is_refused(visit, path) is not role.includes(least), path


def test_a_kijker_sees_the_image_for_the_lea_and_cannot_choose_another(
    browser: Browser, installation: Installation
) -> None:
    with signed_in(browser, installation, "kees") as visit:
        visit.open("/maatregelen?voor=gemeente")
        assert visit.page.get_by_text("Beeld voor").count() == 0
        assert visit.page.get_by_text("dat is voor bewerkers").count() == 1
        assert visit.page.get_by_text("Bijhouden").count() == 0


@pytest.mark.parametrize(
    ("secret", "minutes"),
    [("another secret that is long enough to sign", 1), (SECRET, 31)],
    ids=["forged", "left alone for half an hour"],
)
def test_a_cookie_that_is_forged_or_too_old_is_no_sign_in(
    browser: Browser, installation: Installation, secret: str, minutes: float
) -> None:
    with visiting(browser, installation) as visit:
        old = claims(installation, "hein", minutes * 60)
        put_cookie(visit.page.context, installation.address, secret, **old)
        visit.open("/budget")
        assert wants_sign_in(visit)


def test_a_beheerder_takes_access_away_which_acts_at_the_next_click_and_stands_in_the_trail(
    browser: Browser, installation: Installation
) -> None:
    with signed_in(browser, installation, "ria") as hers, signed_in(browser, installation, "hein") as his:
        hers.open("/gegevens")
        page = his.open("/beheer")
        choose(page, "Van wie wilt u de toegang wijzigen?", "Ria Tijdelijk (bewerker)")
        page.get_by_role("button", name="Trek de toegang in").click()
        expect(page.get_by_role("button", name="Laat weer toe")).to_be_visible()
        expect(page.get_by_text("Ria Tijdelijk: toegang ingetrokken").first).to_be_attached()
        hers.page.get_by_text("Heel Nederland in één keer").click()
        hers.page.get_by_role("button", name="Ophalen").click()
        expect(hers.page.get_by_text("Uw toegang tot Startfoto is ingetrokken")).to_be_visible()
        assert wants_sign_in(hers)
        page.get_by_role("button", name="Laat weer toe").click()
        expect(page.get_by_role("button", name="Trek de toegang in")).to_be_visible()


def test_another_role_at_the_provider_acts_at_the_next_sign_in(browser: Browser, installation: Installation) -> None:
    give(installation.provider, "otto", "Otto Wisselt", [])
    with visiting(browser, installation) as visit:
        sign_in(visit, "otto")
        assert is_refused(visit, "/gegevens")
        give(installation.provider, "otto", "Otto Wisselt", ["bewerker"])
        assert is_refused(visit, "/gegevens")
        visit.page.get_by_role("button", name="Afmelden").click()
        visit.page.wait_for_url(f"{installation.provider}/**")
        sign_in(visit, "otto")
        assert not is_refused(visit, "/gegevens")


@pytest.mark.slow
def test_who_signs_out_in_one_window_is_out_in_the_other(browser: Browser, installation: Installation) -> None:
    with signed_in(browser, installation, "bea") as visit:
        visit.open("/methode")
        other = Visit(visit.page.context.new_page(), installation.address)
        other.open("/gegevens")
        visit.page.get_by_role("button", name="Afmelden").click()
        assert wants_sign_in(visit)
        other.page.get_by_role("button", name="Ophalen").click()
        assert wants_sign_in(other)


@pytest.mark.slow
def test_each_sign_in_and_each_change_stands_once_in_a_trail_without_gaps(
    browser: Browser, tmp_path: Path, installation: Installation
) -> None:
    with signed_in(browser, installation, "hein") as visit:
        visit.open("/beheer")
        with visit.page.expect_download() as found:
            visit.page.get_by_role("button", name="Download het logboek als CSV").click()
        text = Path(found.value.path()).read_text("utf-8-sig")
    assert "Hein Beheerder" in text
    numbers = [int(line.split(";")[0]) for line in text.splitlines()[1:]]
    assert numbers == list(range(len(numbers), 0, -1))
