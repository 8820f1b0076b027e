"""A backup a day without anybody asking, and the command that works whether the application runs or not."""

import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

import settings as settings_module
from intake import backups
from intake.backups import HEADER, PATH, Order
from model.access import STARTFOTO, Right
from model.findings import Refusal
from settings import Settings
from store import Store, backup, manifests, shared_store
from store.audit import Act, acting
from store.manifests import Failure, Reason
from tests import loops
from tests.store.child import SEVEN
from tests.store.test_retention import LEFT, bring_in
from tests.store.worlds import figures, load, rows, shown
from web import backup_route

HERE = ("127.0.0.1", 50000)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, lock_wait_s=0.2)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of this process, as the application has it open."""
    monkeypatch.setenv("STARTFOTO_DATA_DIR", str(tmp_path))
    settings_module.current.cache_clear()
    shared_store.cache_clear()
    with acting(Act(STARTFOTO, Right.EDIT)):
        yield shared_store()
    shared_store().close()
    shared_store.cache_clear()
    settings_module.current.cache_clear()


class TestEachDay:
    def test_one_is_made_when_the_last_good_one_is_a_day_old(self, settings: Settings) -> None:
        store = Store(settings)
        first = backups.back_up_when_due(settings, lambda: store, datetime.now(UTC))
        assert first and first.reason is Reason.DAILY
        for hours, is_made in ((23.9, False), (24.1, True)):
            made = backups.back_up_when_due(settings, lambda: store, first.made_at + timedelta(hours=hours))
            assert (made is not None) is is_made
        store.close()

    def test_after_a_failure_an_hour_passes_and_a_success_ends_it(self, settings: Settings) -> None:
        store = Store(settings)
        now = datetime.now(UTC)
        manifests.folder_of(settings).mkdir()
        manifests.remember_failure(settings, Failure(now, "De schijf is vol."))
        assert backups.back_up_when_due(settings, lambda: store, now + timedelta(minutes=59)) is None
        assert backups.back_up_when_due(settings, lambda: store, now + timedelta(minutes=61))
        assert manifests.last_failure(settings) is None
        store.close()

    def test_it_goes_on_by_itself_and_old_files_go_until_the_application_stops(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backups, "_FIRST_LOOK_S", 0.01)
        store = Store(settings)
        bring_in(store, days_ago=10_000)

        def files_left() -> bool:
            return rows(store, LEFT) == [("cijfers.csv", True)]

        async def run() -> None:
            async with backups.keep_in_order(settings, lambda: store):
                with anyio.fail_after(30):
                    while not manifests.listed(settings) or files_left():
                        await anyio.sleep(0.01)

        loops.run(run)
        assert [one.reason for one in manifests.listed(settings)] == [Reason.DAILY]
        assert "upkeep" not in {thread.name for thread in threading.enumerate()}
        store.close()

    def test_nothing_is_pretended_for_a_lake(self, settings: Settings) -> None:
        lake = replace(settings, lake_catalogue="dbname=lake", lake_data="lake")
        assert backups.back_up_when_due(lake, shared_store, datetime.now(UTC)) is None
        assert "DuckLake" in backups.overview(lake)


class TestTheCommandByItself:
    def test_makes_lists_and_restores(
        self, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backups, "current", lambda: settings)
        store = Store(settings)
        load(store, figures(SEVEN))
        store.close()
        assert backups.main(["backup"]) == 0
        assert "op verzoek) is gemaakt en nagelezen" in capsys.readouterr().out
        [made] = manifests.listed(settings)
        store = Store(settings)
        assert rows(store, "select name, action from work.audit") == [("Opdrachtregel", "back-up gemaakt")]
        load(store, figures({"GM0001": 1.0}))
        store.close()
        assert backups.main(["list"]) == 0
        assert made.name in capsys.readouterr().out
        assert backups.main(["restore"]) == 1
        said = capsys.readouterr().err
        assert made.name in said and "Er is niets teruggezet. Kies er een met NAME=..." in said
        assert backups.main(["restore", "2020"]) == 1
        assert backups.main(["restore", backups.LATEST]) == 0
        store = Store(settings)
        assert shown(store) == SEVEN
        store.close()

    def test_after_damage_says_so_and_puts_the_newest_back(
        self, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backups, "current", lambda: settings)
        store = Store(settings)
        load(store, figures(SEVEN))
        backup.make(store, Reason.DAILY)
        store.close()
        settings.database.write_bytes(settings.database.read_bytes()[:50_000])
        assert backups.main(["backup"]) == 1
        assert "beschadigd" in capsys.readouterr().err
        assert backups.main(["list"]) == 0
        assert "EMPTY=1" in capsys.readouterr().out
        assert backups.main(["restore", backups.LATEST]) == 0
        store = Store(settings)
        assert shown(store) == SEVEN
        store.close()

    def test_without_an_application_that_answers_says_what_to_do(self, settings: Settings) -> None:
        store = Store(settings)
        for admit in (False, True):
            if admit:
                backups.issue_pass(settings, "http://127.0.0.1:9")
            with pytest.raises(Refusal, match="Een ander programma heeft de gegevens open"):
                backups.command(settings, Order.BACKUP, "")
        store.close()


@contextmanager
def served() -> Iterator[str]:
    """The route on a port of this computer; its address."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=[backup_route.ROUTE]), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


class TestTheCommandWhileTheApplicationRuns:
    def test_makes_and_restores_in_the_application(self, installed: Store) -> None:
        load(installed, figures(SEVEN))
        quick = replace(installed.settings, lock_wait_s=0.2)
        with served() as address:
            backups.issue_pass(quick, address)
            assert "is gemaakt en nagelezen" in backups.command(quick, Order.BACKUP, "")
            load(installed, figures({"GM0001": 1.0}))
            said = backups.command(quick, Order.RESTORE, backups.LATEST)
            assert "teruggezet" in said and "Wat er stond, is bewaard" in said
            with pytest.raises(Refusal, match="Er is geen goede back-up met de naam x"):
                backups.command(quick, Order.RESTORE, "x")
        assert shown(installed) == SEVEN
        assert {name for (name,) in rows(installed, "select name from work.audit where action like 'back-up%'")} == {
            "Opdrachtregel"
        }

    def test_only_who_may_read_the_data_folder_gets_a_pass(self, settings: Settings) -> None:
        for _ in range(2):
            backups.issue_pass(settings, "http://127.0.0.1:1")
        path = settings.data_dir / ".token"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        first = backups.read_pass(settings)
        assert first and backups.is_admitted(settings, first.token)
        backups.issue_pass(settings, "http://127.0.0.1:1")
        assert not backups.is_admitted(settings, first.token), "each start has a pass of its own"
        backups.withdraw_pass(settings)
        assert not backups.is_admitted(settings, "")

    def test_everybody_else_is_refused_and_nothing_is_done(self, installed: Store) -> None:
        backups.issue_pass(installed.settings, "http://127.0.0.1:1")
        known = backups.read_pass(installed.settings)
        assert known
        others: list[tuple[tuple[str, int], str, dict[str, str]]] = [
            (("192.0.2.7", 50000), known.token, {}),
            (("testclient", 50000), known.token, {}),
            (HERE, known.token, {"X-Forwarded-For": "192.0.2.7"}),
            (HERE, known.token, {"Forwarded": "for=192.0.2.7"}),
            (HERE, "", {}),
            (HERE, "guessed", {}),
            (HERE, "é", {}),
        ]
        for client, token, headers in others:
            given = {HEADER: token.encode("utf-8"), **headers}
            with TestClient(Starlette(routes=[backup_route.ROUTE]), client=client) as browser:
                answer = browser.post(PATH, json={"order": "backup"}, headers=given)
            assert answer.status_code == 403, (client, token, headers)
            assert "Er is niets gedaan" in answer.json()["said"]
        assert manifests.listed(installed.settings) == []

    def test_what_is_no_order_is_refused(self, installed: Store) -> None:
        backups.issue_pass(installed.settings, "http://127.0.0.1:1")
        known = backups.read_pass(installed.settings)
        assert known
        with TestClient(Starlette(routes=[backup_route.ROUTE]), client=HERE) as browser:
            for content in (b"", b"{", b"[]", b'{"order": "drop"}', b'"restore"'):
                answer = browser.post(PATH, content=content, headers={HEADER: known.token})
                assert answer.status_code == 400, content

    def test_the_pass_lasts_as_long_as_the_application(self, installed: Store) -> None:
        async def run() -> bool:
            async with backup_route.keeping(installed.settings):
                known = backups.read_pass(installed.settings)
                return known is not None and urlsplit(known.address).hostname is not None

        assert loops.run(run)
        assert backups.read_pass(installed.settings) is None
