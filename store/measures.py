"""The measures of a municipality: each change a version with who and when, none of which is lost."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Domain
from model.measure import Funding, Measure, MeasureState, Moment, Partner, Purpose, Role, Stream, TargetGroup
from store import versions
from store.batches import Scope
from store.entries import OWN
from store.versions import Conflict, Kept

_ADD = "insert into core.measure values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_FUNDING = "insert into core.measure_funding values (?, ?, ?, ?)"
_ADD_MOMENT = "insert into core.measure_moment values (?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = """
batch_id, id, name, aim, purpose, domains, themes, target_groups, wijken, schools, interventions, partners, role,
agenda_line, owner, places, intended_reach, first_day, last_day, state, wishes
"""
_ACTIVE = f"select {_COLUMNS} from mart.measure where region = ? order by lower(name), id"
_EVER = f"select {_COLUMNS} from core.measure where region = ? and id = ? order by batch_id desc"
_REMOVED = f"""
select {_COLUMNS} from core.measure where region = ? and id not in (select id from mart.measure where region = ?)
qualify row_number() over (partition by id order by batch_id desc) = 1 order by lower(name), id
"""
_FUNDING = """
select batch_id, stream, (amount * 100)::bigint from core.measure_funding
where batch_id in (select unnest(?::bigint[])) order by batch_id, position
"""
_MOMENTS = """
select batch_id, day, reached, seen, bottlenecks, to_board from core.measure_moment
where batch_id in (select unnest(?::bigint[])) order by batch_id, position
"""


def scope_of(municipality: str, id: str) -> str:
    """What every version of one measure is a version of."""
    return f"maatregel/{municipality}/{id}"


def keep(cursor: Cursor, municipality: str, measure: Measure, by: str, based_on: int | None) -> int:
    """Keep a new version of a measure; returns its batch. `based_on` is the batch that the editor saw, None for none.

    Raises Conflict when another version counts by now, or none at all; nothing is kept then.
    """
    _check_seen(cursor, municipality, measure.id, based_on)
    scope = Scope(scope_of(municipality, measure.id), OWN, region=municipality)
    batch_id = versions.begin(cursor, scope, by)
    of = measure
    lists = (of.domains, of.themes, of.target_groups, of.wijken, of.schools, of.interventions, of.partners)
    cursor.execute(
        _ADD,
        [
            batch_id,
            *(of.id, municipality, of.name, of.aim, of.purpose.value if of.purpose else None),
            *(_words(one) for one in lists),
            *(of.role.value if of.role else None, of.agenda_line, of.owner, of.places, of.intended_reach),
            *(of.start, of.end, of.state.value, _words(of.wishes)),
        ],
    )
    for position, funding in enumerate(of.funding, start=1):
        cursor.execute(_ADD_FUNDING, [batch_id, position, funding.stream.value, Decimal(funding.cents).scaleb(-2)])
    for position, one in enumerate(of.moments, start=1):
        cursor.execute(_ADD_MOMENT, [batch_id, position, one.day, one.reached, one.seen, one.bottlenecks, one.to_board])
    return batch_id


def remove(cursor: Cursor, municipality: str, id: str, by: str, based_on: int) -> None:
    """Take a measure out of the register; its versions stay and can be brought back. Raises Conflict as `keep`."""
    _check_seen(cursor, municipality, id, based_on)
    versions.remove(cursor, scope_of(municipality, id), by)


def bring_back(cursor: Cursor, municipality: str, batch_id: int, by: str, based_on: int | None) -> None:
    """Make a former version count again, also of a measure that was removed (`based_on` None then).

    Raises Conflict as `keep`, and KeyError for a batch that is no version of a measure of this municipality.
    """
    start = scope_of(municipality, "")
    scope = versions.scope_of(cursor, batch_id)
    if not scope.startswith(start):
        raise KeyError(batch_id)
    _check_seen(cursor, municipality, scope.removeprefix(start), based_on)
    versions.bring_back(cursor, batch_id, by)


def measures(cursor: Cursor, municipality: str) -> list[Kept[Measure]]:
    """The measures that count, by name."""
    return _kept(cursor, cursor.execute(_ACTIVE, [municipality]).fetchall())


def removed(cursor: Cursor, municipality: str) -> list[Kept[Measure]]:
    """The last version of each measure that was removed, by name."""
    return _kept(cursor, cursor.execute(_REMOVED, [municipality, municipality]).fetchall())


def history(cursor: Cursor, municipality: str, id: str) -> list[Kept[Measure]]:
    """Every version of a measure, newest first; the stamp of each says whether it counts."""
    return _kept(cursor, cursor.execute(_EVER, [municipality, id]).fetchall())


def _check_seen(cursor: Cursor, municipality: str, id: str, based_on: int | None) -> None:
    now = versions.active(cursor, scope_of(municipality, id))
    if now != based_on:
        known = history(cursor, municipality, id)
        raise Conflict(next((one for one in known if one.batch_id == now), None))


def _words(words: tuple[str, ...]) -> list[str]:
    return [str(word) for word in words]


def _kept(cursor: Cursor, rows: list[tuple[Any, ...]]) -> list[Kept[Measure]]:
    numbers = [int(row[0]) for row in rows]
    funding: dict[int, list[Funding]] = defaultdict(list)
    for batch_id, stream, cents in cursor.execute(_FUNDING, [numbers]).fetchall():
        funding[batch_id].append(Funding(Stream(stream), cents))
    moments: dict[int, list[Moment]] = defaultdict(list)
    for batch_id, *said in cursor.execute(_MOMENTS, [numbers]).fetchall():
        moments[batch_id].append(Moment(*said))
    stamps = versions.stamps(cursor, numbers)
    return [
        Kept(_measure(row[1:], tuple(funding[number]), tuple(moments[number])), stamps[number])
        for number, row in zip(numbers, rows, strict=True)
    ]


def _measure(row: tuple[Any, ...], funding: tuple[Funding, ...], moments: tuple[Moment, ...]) -> Measure:
    id, name, aim, purpose, domains, themes, groups, wijken, schools, interventions, partners, role, *rest = row
    agenda_line, owner, places, intended_reach, first_day, last_day, state, wishes = rest
    return Measure(
        id=id,
        name=name,
        aim=aim,
        purpose=Purpose(purpose) if purpose else None,
        domains=tuple(Domain(word) for word in domains),
        themes=tuple(themes),
        target_groups=tuple(TargetGroup(word) for word in groups),
        wijken=tuple(wijken),
        schools=tuple(schools),
        interventions=tuple(interventions),
        partners=tuple(Partner(word) for word in partners),
        role=Role(role) if role else None,
        funding=funding,
        agenda_line=agenda_line,
        owner=owner,
        places=places,
        intended_reach=intended_reach,
        start=first_day,
        end=last_day,
        state=MeasureState(state),
        wishes=tuple(wishes),
        moments=moments,
    )
