"""Which areas there are figures of, what they are called, and how one lies within another."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from model.region import Level, is_example, level_of, path_of


@dataclass(frozen=True)
class Area:
    """One area by code, with the name of its latest period."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """Country, gemeente, wijk or buurt."""
        return level_of(self.code)

    @property
    def label(self) -> str:
        """Name and code: two areas may share a name."""
        return f"{self.name} ({self.code})"

    @property
    def is_example(self) -> bool:
        """Whether the area is made up."""
        return is_example(self.code)


NAME = """(
    select region, arg_max(name, (period, source = 'kwb')) as name from mart.area where name <> '' group by region
)"""
"""SQL: the name of each area in the latest period; that of KWB where two sources name it in the same period."""

_MUNICIPALITIES = f"""
with loaded as (select distinct 'GM' || substr(region, 3, 4) as region from mart.area where starts_with(region, 'BU'))
select region, coalesce(name, region) from loaded left join {NAME} using (region) order by region
"""
_WITHIN = f"""
select region, name from {NAME} where starts_with(region, 'WK' || ?) or starts_with(region, 'BU' || ?)
order by substr(region, 3, 6), region[1:2] desc, region
"""
_NAMES = f"select region, name from {NAME} where region in (select unnest(?))"


def alphabetical(name: str) -> str:
    """The key by which Dutch readers look a name up: capitals do not count, nor an apostrophe in front."""
    return name.lstrip("'’").casefold()


def municipalities(cursor: Cursor) -> list[Area]:
    """The gemeenten whose wijken and buurten are loaded, by name; the example last."""
    areas = [Area(code, name) for code, name in cursor.execute(_MUNICIPALITIES).fetchall()]
    return sorted(areas, key=lambda area: (area.is_example, alphabetical(area.name)))


def within(cursor: Cursor, municipality: str) -> list[Area]:
    """The wijken of a gemeente, each followed by its buurten, in the order of their codes."""
    number = municipality[2:6]
    return [Area(code, name) for code, name in cursor.execute(_WITHIN, [number, number]).fetchall()]


def named(cursor: Cursor, codes: Sequence[str]) -> dict[str, Area]:
    """The areas of these codes by code; a code without figures is its own name."""
    names = dict(cursor.execute(_NAMES, [list(codes)]).fetchall())
    return {code: Area(code, names.get(code, code)) for code in codes}


def path_to(cursor: Cursor, code: str) -> list[Area]:
    """The area and all around it with their names, the largest first: country, gemeente, wijk, buurt."""
    return list(named(cursor, path_of(code)).values())
