"""What the menukaart itself says of interventions: effect, evidence and cost in the version of the time."""

from collections.abc import Mapping, Sequence

import pandas as pd

from model import dutch, menukaart
from model.menukaart import Intervention, Published

NOTE = (
    "Maanden extra leerwinst, bewijs en kosten zijn zoals de menukaart ze gaf: uit onderzoek van buiten Nederland en "
    "van voor corona. Ze voorspellen niets voor deze leerlingen en zijn niet bij elkaar op te tellen."
)
_NONE = "geen waarde gepubliceerd"
_ABSENT = "staat niet in deze versie"


def told(chosen: Mapping[str, Sequence[str]]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A row for each intervention and version, and what a reader must know of them with the source.

    `chosen` has the school years in which each code was chosen; where one is empty, every version is shown. Codes that
    the menukaart does not have are left out; no rows and no notes where none is left.
    """
    known = [(menukaart.current()[code], years) for code, years in chosen.items() if code in menukaart.current()]
    shown = [
        (one, version)
        for one, years in known
        for version in dict.fromkeys(version for year in sorted(years) for version in menukaart.versions_of(year))
    ]
    rows = [_row(one, version) for one, version in shown]
    table = pd.DataFrame(rows, columns=["Keuze", "Versie", "Extra leerwinst", "Bewijs", "Kosten"])
    if not rows:
        return table, ()
    caveats = [f"{one.code}: {one.caveat}" for one, _ in known if one.caveat]
    sources = {one.versions[version].source for one, version in shown if version in one.versions}
    source = f"Bron: {'; '.join(sorted(sources))}." if sources else "Bron: Menukaart NP Onderwijs."
    return table, (NOTE, *caveats, source)


def _row(one: Intervention, version: str) -> tuple[str, str, str, str, str]:
    named = f"{one.code} {one.name}", menukaart.VERSIONS[version]
    said = one.versions.get(version)
    return (*named, *((_ABSENT, dutch.NO_VALUE, dutch.NO_VALUE) if said is None else _values(said)))


def _values(said: Published) -> tuple[str, str, str]:
    months = _NONE if said.effect_months is None else dutch.counted(said.effect_months, "maand", "maanden")
    return months, _of_five(said.evidence), _of_five(said.cost)


def _of_five(value: int | None) -> str:
    return _NONE if value is None else f"{value} van 5"
