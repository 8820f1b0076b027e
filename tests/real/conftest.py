"""Real files of CBS, RIVM, PDOK and DUO, from the folder that STARTFOTO_REAL names, served by the stand-in."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

import settings
from intake import plan
from loaders import cbs
from loaders.boundaries import read_boundaries
from model.access import STARTFOTO, Right
from model.catalogue import current
from model.delivery import Delivery
from settings import Settings
from store import Store, shared_store
from store.audit import Act, acting
from tests.standins.cbs import CbsStandIn, read_rivm_xlsx, read_statline_bq

FOLDER = Path(os.environ.get("STARTFOTO_REAL", ""))


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All real tests on one worker: the files are read and loaded once."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("real"))


@pytest.fixture(scope="session")
def real() -> Path:
    return FOLDER


@pytest.fixture(scope="session")
def sources(real: Path) -> Iterator[CbsStandIn]:
    """The stand-in with the whole KWB 2020 of CBS and the whole health table 2016 of RIVM."""
    kwb = read_statline_bq(real / "cbs_kwb_84799NED_2020_statline-bq", "84799NED")
    health = read_rivm_xlsx(real / "rivm_50090NED" / "2016_18+.xlsx", "50090NED")
    with CbsStandIn([kwb, health]) as stand_in:
        yield stand_in


Fetch = Callable[[str, str, str | None], Delivery]


@pytest.fixture(scope="session")
def fetch(sources: CbsStandIn) -> Fetch:
    """Fetches a table by its name in the register, for a period, of a gemeente or (None) of the whole country."""

    def fetched(table_name: str, period: str, region: str | None) -> Delivery:
        table = current().table(table_name)
        source = current().sources[table.source]
        at = Settings(addresses={source.address: sources.address}, request_attempts=1)
        return cbs.download_table(table, period, region, source, current().of_source(source.id, period), at)

    return fetched


@pytest.fixture(scope="session")
def country(fetch: Fetch) -> Delivery:
    return fetch("kwb", "2020", None)


@pytest.fixture(scope="session")
def health(fetch: Fetch) -> Delivery:
    return fetch("gezondheid_tot_2020", "2016", "GM0308")


@pytest.fixture(scope="session")
def boundaries(real: Path) -> Delivery:
    path = real / "pdok_buurten_2024_baarn" / "baarn_buurten.geojson"
    return read_boundaries(path, path.name, "2024", "GM0308")


@pytest.fixture(scope="module")
def installation(
    country: Delivery, health: Delivery, boundaries: Delivery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The store of the application, with KWB of the whole country and the rest of Baarn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STARTFOTO_DATA_DIR", str(tmp_path_factory.mktemp("real")))
        patch.setenv("STARTFOTO_LOAD_EXAMPLE", "0")
        _forget()
        store = shared_store()
        with acting(Act(STARTFOTO, Right.LOAD)):
            plan.commit(store, [country, health, boundaries])
        yield store
        store.close()
        _forget()


def _forget() -> None:
    settings.current.cache_clear()
    shared_store.cache_clear()
    st.cache_resource.clear()
