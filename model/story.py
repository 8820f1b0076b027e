"""Stories for a meeting: slides in an order, each a chart with its choices, a text, or what is still open."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from model.catalogue import Ages, Domain
from model.choices import Audience, Choices, Classes
from model.region import Level


class SlideForm(StrEnum):
    """What a slide is; kept in stories, so the values never change."""

    TITLE = "titel"
    TEXT = "tekst"
    TILE = "figuur"
    OPEN = "open afspraken"


@dataclass(frozen=True)
class Slide:
    """One slide; every text is as an officer wrote it."""

    id: str
    form: SlideForm
    title: str = ""
    """Of a chart: instead of its finding; empty for the finding itself."""
    text: str = ""
    notes: str = ""
    """For the speaker only."""
    question: str = ""
    """What is asked of the LEA."""
    kind: str = ""
    """Which tile a chart is (`tiles.Kind`)."""
    choices: Choices | None = None
    """Of a chart: what it shows, and as of which photo."""
    actions: tuple[str, ...] = ()
    """Decisions and actions that were noted at this slide, by id."""


@dataclass(frozen=True)
class Story:
    """One story, as it is kept in one version."""

    id: str
    name: str
    """`LEA 14 oktober 2021`."""
    day: date | None = None
    """Of the meeting."""
    slides: tuple[Slide, ...] = ()


def to_text(story: Story) -> str:
    """A story as it is kept (JSON); what has its usual value is left out."""
    return json.dumps(_plain(story), ensure_ascii=False)


def from_text(text: str) -> Story:
    """A story that was kept by `to_text`. Raises ValueError, TypeError or AttributeError for anything else."""
    said = json.loads(text)
    slides = tuple(_slide(one) for one in said.pop("slides", ()))
    day = said.pop("day", None)
    return Story(**said, day=date.fromisoformat(day) if day else None, slides=slides)


def _plain(one: Any) -> Any:
    """Dataclasses as mappings of what differs from the default, dates as text."""
    if isinstance(one, Story | Slide | Choices):
        said = {row.name: (getattr(one, row.name), row.default) for row in fields(one)}
        return {name: _plain(value) for name, (value, default) in said.items() if value != default}
    if isinstance(one, tuple):
        return [_plain(part) for part in one]
    return one.isoformat() if isinstance(one, date) else one


def _slide(said: dict[str, Any]) -> Slide:
    choices = said.pop("choices", None)
    return Slide(
        form=SlideForm(said.pop("form")),
        choices=None if choices is None else _choices(choices),
        actions=tuple(said.pop("actions", ())),
        **said,
    )


def _pairs(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


_OF: Mapping[str, Callable[[Any], Any]] = {
    "level": Level,
    "classes": Classes,
    "audience": Audience,
    "ages": Ages,
    "domain": Domain,
    "as_of": date.fromisoformat,
    "weights": _pairs,
    "beside": tuple,
    "spent_on": _pairs,
}
"""How the choices that are no plain text or number are read."""


def _choices(said: dict[str, Any]) -> Choices:
    return Choices(**{name: _OF[name](value) if name in _OF else value for name, value in said.items()})
