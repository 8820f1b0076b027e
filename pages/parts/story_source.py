"""Where the figures of a story come from: what decks, workbooks and the presentation are made with."""

from datetime import datetime
from functools import cache

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from model.choices import Audience
from model.measure import ActionState
from pages.parts.data import reading_at
from reports.contents import Source
from reports.package import moment
from settings import ROOT
from store import actions, measures, photos, stories
from tiles import agreements


def source(municipality: str, audience: Audience) -> Source:
    """What a story of a gemeente is made with, for whom it is shown to, at this moment."""
    with reading_at(None) as cursor:
        names = {photo.photo_id: photo.name for photo in photos.photos(cursor)}
        still_open = _open_agreements(cursor, municipality, audience)
    return Source(reading_at, municipality, moment(), _version(), names, still_open, audience)


def has_open(cursor: Cursor, municipality: str) -> bool:
    """Whether any agreement is still open."""
    return any(one.content.state is ActionState.OPEN for one in actions.actions(cursor, municipality))


def _open_agreements(cursor: Cursor, municipality: str, audience: Audience) -> pd.DataFrame:
    """What is still open, as a table; for the LEA only what was agreed in a meeting that has a story.

    What the working group notes for itself is not for the LEA, as the page Afspraken is not.
    """
    listed = [one.content for one in actions.actions(cursor, municipality) if one.content.state is ActionState.OPEN]
    if audience is Audience.LEA:
        kept = [one.content for one in stories.stories(cursor, municipality)]
        meetings = {story.name for story in kept if story.name}
        noted = {id for story in kept for slide in story.slides for id in slide.actions}
        listed = [one for one in listed if one.meeting in meetings or one.id in noted]
    names = {one.content.id: one.content.name for one in measures.measures(cursor, municipality)}
    today = datetime.now().date()  # noqa: DTZ005 - the day where the officer is
    return agreements.table(agreements.in_order(listed, today), names, today)


@cache
def _version() -> str:
    """The newest heading of the changelog: what this installation is."""
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    newest = next(line.removeprefix("## ") for line in lines if line.startswith("## "))
    return "nog niet uitgebracht" if newest == "Unreleased" else newest
