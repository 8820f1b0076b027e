"""Decisions and actions in words and tables: what is late, what is open, what is done."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from model import dutch
from model.measure import Action, ActionKind, ActionState

_LATE = "te laat"
_COLUMNS = ("Afspraak", "Soort", "Wie", "Klaar op", "Stand", "Overleg", "Maatregel")


def is_late(action: Action, today: date) -> bool:
    """Whether it is open after its due date."""
    return action.state is ActionState.OPEN and action.due is not None and action.due < today


def in_order(actions: Sequence[Action], today: date) -> list[Action]:
    """Those that are late first, then the open ones by due date, those without one last; then what is settled."""
    return sorted(
        actions,
        key=lambda one: (
            not is_late(one, today),
            one.state is not ActionState.OPEN,
            one.due is None,
            one.due or date.max,
            one.text.lower(),
            one.id,
        ),
    )


def finding(actions: Sequence[Action], today: date) -> str:
    """The heading of the page: how many are late, else how many are open."""
    late = sum(is_late(one, today) for one in actions)
    waiting = sum(one.state is ActionState.OPEN for one in actions)
    if late:
        return f"{dutch.counted(late, 'afspraak is', 'afspraken zijn')} over de datum"
    if waiting:
        return f"{dutch.counted(waiting, 'afspraak staat', 'afspraken staan')} nog open"
    return "Alle afspraken zijn afgehandeld" if actions else "Er zijn nog geen afspraken vastgelegd"


def table(actions: Sequence[Action], measures: Mapping[str, str], today: date) -> pd.DataFrame:
    """The list in Dutch, in the order given; `measures` has the name of each measure by its id."""
    return pd.DataFrame(
        [
            (
                one.text,
                one.kind.value,
                one.owner or dutch.NO_VALUE,
                f"{dutch.day(one.due)}{f' ({_LATE})' if is_late(one, today) else ''}",
                one.state.value,
                one.meeting or dutch.NO_VALUE,
                measures.get(one.measure, "niet meer in het register") if one.measure else dutch.NO_VALUE,
            )
            for one in actions
        ],
        columns=_COLUMNS,
    )


def for_file(actions: Sequence[Action], measures: Mapping[str, str]) -> pd.DataFrame:
    """The same for a file: dates as dates, what is not there empty."""
    rows = [
        (one.text, one.kind.value, one.owner, one.due, one.state.value, one.meeting, measures.get(one.measure, ""))
        for one in actions
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"Klaar op": object})


def matching(
    actions: Sequence[Action],
    states: Sequence[ActionState],
    kinds: Sequence[ActionKind],
    meeting: str | None,
    owner: str | None,
    sought: str,
) -> list[Action]:
    """Those that fit the filters; no kinds and no states for all of them."""
    return [
        one
        for one in actions
        if (not states or one.state in states)
        and (not kinds or one.kind in kinds)
        and meeting in (None, one.meeting)
        and owner in (None, one.owner)
        and sought.casefold() in f"{one.text} {one.owner} {one.meeting}".casefold()
    ]
