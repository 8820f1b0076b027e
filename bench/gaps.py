"""How long the tiles of gaps take in a gemeente with 300 schools, 1,500 choices, 2,000 wishes and 200 measures."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from model import menukaart
from model.catalogue import Domain
from model.choices import Choices
from model.delivery import Delivery
from model.measure import Funding, Measure, MeasureState, Stream, TargetGroup
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sharing, Wish, WishKind, wish_id
from model.status import Status
from settings import Settings
from store import Store, batches, measures, scans
from store.scans import Recognised
from tests.worlds import delivered, pupils, schools
from tiles import Kind, build

GEMEENTE, PERIOD = "GM9901", "2021"
KINDS = (
    Kind.GAPS,
    Kind.GAPS_MAP,
    Kind.CHOICES_PER_SECTOR,
    Kind.CHOICES_PER_BOARD,
    Kind.CHOICES_OF_SCHOOLS,
    Kind.MEASURES,
)
_WIJKEN, _RUNS, _FEW = 60, 5, 10
_SCHOOLS, _CHOICES, _WISHES, _MEASURES = 300, 1_500, 2_000, 200


@contextmanager
def _gemeente(parts: int) -> Iterator[Store]:
    """A gemeente with one in so many `parts` of it all."""
    dice = random.Random(1)
    wijken = [f"WK9901{number:02}" for number in range(_WIJKEN)]
    sites = [f"99{chr(65 + n // 26)}{chr(65 + n % 26)}00" for n in range(_SCHOOLS // parts)]
    codes = list(menukaart.current())
    buurten = [f"BU{dice.choice(wijken)[2:]}01" for _ in sites]
    area = delivered(
        {"kinderen_0_15": {wijk: dice.randrange(100, 3000) for wijk in wijken}},
        names={GEMEENTE: "Groot", **{one: one for one in (*wijken, *buurten)}},
    )
    sent = []
    for site in sites:
        chosen = [dice.choice(codes) for _ in range(_CHOICES // _SCHOOLS)]
        scan = Scan(
            "Bestuur",
            f"School {site}",
            site=site,
            choices=tuple(Choice(code, reached=Reading(Status.KNOWN, dice.randrange(5, 300))) for code in chosen),
            wishes=tuple(
                Wish(f"Wens {n} van {site}", WishKind.LINKED, (dice.randrange(1, 6),))
                for n in range(_WISHES // _SCHOOLS + 1)
            ),
            domains=tuple(DomainCount(one, None, Reading(Status.KNOWN, dice.randrange(0, 40))) for one in Domain),
            sharing=Sharing.LEA_NAMED,
        )
        sent.append(Recognised(scan, site, GEMEENTE, "po", chosen))
    register = schools(GEMEENTE, sites, PERIOD, buurt=buurten, board=[f"b{n % 20}" for n in range(len(sites))])
    load = Delivery(scans.SOURCE, scans.SOURCE, "Schoolscans", PERIOD, "", len(sent), len(sent), 0)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        counted = pupils(GEMEENTE, {site: float(dice.randrange(60, 600)) for site in sites}, PERIOD)
        store.write(lambda cursor: batches.add_loads(cursor, [area, register, counted]))
        store.write(lambda cursor: scans.add_scans(cursor, load, sent))
        for number in range(_MEASURES // parts):
            one = Measure(
                f"m{number}",
                f"Maatregel {number}",
                aim=f"Doel {number % 50}",
                domains=(dice.choice(list(Domain)),),
                wijken=tuple(dice.sample(wijken, 3)),
                target_groups=(TargetGroup.PRIMARY,),
                interventions=(dice.choice(codes),),
                funding=(Funding(dice.choice(list(Stream)), dice.randrange(10**7)),),
                state=MeasureState.RUNNING,
                wishes=(wish_id(asking := dice.choice(sites), f"Wens 1 van {asking}"),),
            )
            store.write(lambda cursor, one=one: measures.keep(cursor, GEMEENTE, one, "", None))  # type: ignore[misc]
        try:
            yield store
        finally:
            store.close()


def measure(parts: int = 1) -> Mapping[Kind, float]:
    """The seconds of each tile with its figure as it is sent (medians)."""
    with _gemeente(parts) as store:

        def seconds(kind: Kind) -> float:
            start = time.perf_counter()
            with store.read() as cursor:
                tile = build(kind, Choices(GEMEENTE, period=PERIOD, domain=Domain.SOCIAL), cursor)
                if tile.figure is not None:
                    tile.figure.to_json()
            return time.perf_counter() - start

        for kind in KINDS:
            seconds(kind)  # catalogues are read once
        return {kind: statistics.median(seconds(kind) for _ in range(_RUNS)) for kind in KINDS}


def few_and_all() -> tuple[Mapping[Kind, float], Mapping[Kind, float]]:
    """The same with a tenth of schools and measures, and with all of them."""
    return measure(_FEW), measure()


if __name__ == "__main__":
    for few, many in [few_and_all()]:
        for kind in KINDS:
            print(f"{kind:<20} {many[kind]:.2f} s (target 1 s), {many[kind] / few[kind]:.1f} times a tenth of it")
