"""Backups on the page Beheer, and what a visit sees when the data were damaged."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import settings
from model.access import Person, Role
from pages.parts import access
from store import Store, StoreDamaged, manifests, shared_store
from store.manifests import Failure, Reason
from tests.store.worlds import figures, load, rows, shown

MADE = {"GM0001": 1.0}


def backup_page() -> AppTest:
    def script() -> None:
        from pages.parts import backup_view

        backup_view.draw()

    return AppTest.from_function(script, default_timeout=30).run()


def damage_page() -> AppTest:
    """As the router does: the page, or what is drawn in its place."""

    def script() -> None:
        import streamlit as st

        from pages.parts import recovery
        from store import StoreDamaged, shared_store

        try:
            st.markdown(f"versie {shared_store().data_version()}")
        except StoreDamaged as damaged:
            recovery.draw(damaged.damage)

    return AppTest.from_function(script, default_timeout=30).run()


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label]
    app = button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_a_backup_is_made_and_put_back_after_what_is_lost_was_said(installation: Store) -> None:
    load(installation, figures(MADE))
    app = backup_page()
    assert "nog geen goede back-up" in app.warning[0].value
    app = press(app, "Maak nu een back-up")
    assert "is gemaakt en nagelezen" in app.success[0].value
    assert "minder dan een dag geleden" in app.success[1].value
    load(installation, figures({"GM0001": 2.0}))

    [made] = manifests.listed(installation.settings)
    app.selectbox[0].select(made.name).run()
    assert "vervalt 1 wijziging van na deze back-up" in app.warning[0].value
    [button] = [button for button in app.button if button.label == "Zet terug"]
    assert button.disabled
    app.checkbox[0].check().run()
    app = press(app, "Zet terug")
    assert "teruggezet. Wat er stond, is bewaard in de back-up" in app.success[0].value
    assert shown(installation) == MADE
    assert app.selectbox[0].value is None
    assert [one.reason for one in manifests.listed(installation.settings)] == [Reason.BEFORE_RESTORE, Reason.ASKED]
    said = rows(installation, "select action from work.audit where action like 'back-up%'")
    assert said == [("back-up teruggezet",)], "the trail is that of the backup, with the restoring"


def test_a_backup_that_failed_is_told(installation: Store) -> None:
    folder = manifests.folder_of(installation.settings)
    folder.write_text("in the way")
    app = press(backup_page(), "Maak nu een back-up")
    assert any("niet gelukt" in error.value for error in app.error)
    folder.unlink()
    app = press(app, "Maak nu een back-up")
    assert not app.error


def test_of_a_lake_it_says_who_makes_backups(installation: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STARTFOTO_LAKE_CATALOGUE", "dbname=lake")
    monkeypatch.setenv("STARTFOTO_LAKE_DATA", "lake")
    settings.current.cache_clear()
    app = backup_page()
    assert "DuckLake" in app.markdown[0].value and not app.button


class TestDamage:
    @pytest.fixture
    def damaged(self, installation: Store) -> Iterator[Path]:
        """The data folder of an installation whose file was cut off while the application did not run."""
        load(installation, figures(MADE))
        press(backup_page(), "Maak nu een back-up")
        file = installation.settings.database
        installation.close()
        file.write_bytes(file.read_bytes()[:100_000])
        shared_store.cache_clear()
        yield file.parent
        if not shared_store.cache_info().currsize:
            for path in file.parent.glob("aside/*"):
                (path / "decision.json").write_text("{}")
            for path in (file.parent / "startfoto.number", *file.parent.glob("backups/*.json")):
                path.unlink(missing_ok=True)  # nothing knows of the lost data any more, so an empty store may open

    def test_is_shown_with_the_choices_and_the_backup_goes_in_its_place(self, damaged: Path) -> None:
        app = damage_page()
        assert app.title[0].value == "De gegevens zijn beschadigd"
        assert str(damaged) in app.code[0].value
        assert [option[:9] for option in app.radio[0].options] == ["Zet terug", "Begin opn"]
        app.checkbox[0].check().run()
        app = press(app, "Ga verder")
        assert app.markdown[0].value.startswith("versie")
        assert shown(shared_store()) == MADE

    def test_is_for_a_beheerder_to_choose(self, damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for role, is_told in ((None, "aanmelden"), (Role.VIEWER, "waarschuw"), (Role.EDITOR, "waarschuw")):
            visitor = role and Person("iss#1", "Iemand", role)
            monkeypatch.setattr(access, "person_without_store", lambda visitor=visitor: visitor)
            app = damage_page()
            assert is_told in app.info[0].value.lower()
            assert not app.radio and not app.button and not app.code
        with pytest.raises(StoreDamaged):
            shared_store()


def test_a_failure_is_told_with_its_moment(installation: Store) -> None:
    manifests.folder_of(installation.settings).mkdir(exist_ok=True)
    manifests.remember_failure(installation.settings, Failure(datetime.now(UTC), "De *back-up* is niet gelukt."))
    assert r"\*back-up\*" in backup_page().error[0].value
    manifests.forget_failure(installation.settings)
