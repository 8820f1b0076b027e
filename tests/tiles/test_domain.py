"""One domain on a map: children first, the gemeente's figure where there is none, and schools beside it."""

import re
from dataclasses import replace

import plotly.graph_objects as go
import pytest
from duckdb import DuckDBPyConnection as Cursor

import tiles.domain
from analysis import figures
from charts import theme
from model import catalogue
from model.catalogue import Ages, Domain, Layer
from model.choices import Audience, Choices
from model.reading import Reading
from model.region import Level
from model.scan import DomainCount, Scan, Sharing
from model.status import Status
from tests.worlds import add_scans, delivered, schools, stored, world
from tiles import Kind, NoFigures, Tile, build

LINDEWAARD = Choices("GM9901", Level.WIJK, "laag_inkomen", "2021", domain=Domain.COGNITIVE)
COUNTED = next(
    row.id
    for row in catalogue.current().indicators.values()
    if row.domain is Domain.SOCIAL and row.layer is Layer.CHILDREN_MEASURED and row.unit == "aantal"
)


def domain(cursor: Cursor, choices: Choices = LINDEWAARD) -> Tile:
    return build(Kind.DOMAIN, choices, cursor)


def dots(tile: Tile) -> list[go.Scattermap]:
    assert tile.figure is not None
    return [trace for trace in tile.figure.data if trace.type == "scattermap"]


def said(tile: Tile) -> int:
    """How many schools the note counts."""
    found = re.match(r"School zegt: (\d+) scholen melden vertraging in dit domein", tile.notes[-1])
    assert found is not None
    return int(found[1])


# --- the example ----------------------------------------------------------------------------------------------------


def test_without_a_figure_of_wijken_it_says_so_and_gives_that_of_the_gemeente(cursor: Cursor) -> None:
    tile = domain(cursor, replace(LINDEWAARD, ages=Ages.SECONDARY))
    value = figures.value(cursor, "vsv_pct", "2021", "GM9901")
    assert tile.title == "Cognitief: geen cijfer over kinderen op wijkniveau"
    assert tile.subtitle == "kinderen gemeten · wijken in Lindewaard"
    assert tile.notes[0] == f"Lindewaard als geheel: voortijdig schoolverlaters {value:.0f}% (2021)."
    assert "Voortijdig schoolverlaters" in tile.source
    assert tile.table.empty


def test_counts_of_wijken_in_the_example_are_told_as_counts_with_the_share_of_the_gemeente(cursor: Cursor) -> None:
    tile = domain(cursor)
    assert tile.title == "Cognitief: per wijk alleen aantallen, en die volgen de grootte van een wijk"
    assert tile.notes[0].startswith("Lindewaard als geheel: voortijdig schoolverlaters")


def test_schools_are_dots_in_the_colour_of_their_own_layer_beside_the_children(cursor: Cursor) -> None:
    for one in Domain:
        tile = domain(cursor, replace(LINDEWAARD, domain=one))
        assert sum(len(trace.lon) for trace in dots(tile)) == said(tile)
        colours = {trace.marker.color for trace in dots(tile)}
        assert theme.SEQUENTIAL[Layer.SCHOOL_SAYS][3] in colours
        assert not colours & set(theme.SEQUENTIAL[Layer.CHILDREN_MEASURED])
        assert tile.notes[-1].endswith("(stippen). Elke school legt zelf de grens.")


def test_the_lea_sees_fewer_schools_those_that_may_be_named(cursor: Cursor) -> None:
    own, lea = (domain(cursor, replace(LINDEWAARD, audience=audience)) for audience in Audience)
    sites = cursor.execute(
        "select count(*) from mart.scan join mart.scan_domain using (batch_id) where scan.region = 'GM9901' "
        "and domain = 'cognitief' and measure = 'delayed' and coalesce(value, upper) > 0 and sharing = ?",
        [Sharing.LEA_NAMED.value],
    ).fetchone()
    assert sites is not None and 0 < sites[0] == said(lea) < said(own)
    assert sum(len(trace.lon) for trace in dots(lea)) == said(lea)


def test_what_is_measured_of_children_is_a_position_on_one_scale_for_all_domains(cursor: Cursor) -> None:
    tiles = [domain(cursor, replace(LINDEWAARD, domain=one)) for one in Domain if one is not Domain.COGNITIVE]
    for tile in tiles:
        assert tile.figure is not None and len(tile.table) == 12
        legend = [trace.name for trace in tile.figure.data if trace.type == "scatter"]
        assert legend[:5] == ["0 – 19", "20 – 39", "40 – 59", "60 – 79", "80 – 100"]
        assert tile.subtitle.startswith("kinderen gemeten · ") and tile.subtitle.endswith("donker = minder gunstig")
        assert list(tile.table.columns[:3]) == ["Wijk", "Code", "Positie (0–100)"]
        assert "achtergrond" not in " ".join((tile.title, tile.subtitle, tile.alt, *tile.notes)).lower()


def test_the_title_names_the_group_that_stands_out(cursor: Cursor) -> None:
    tile = domain(cursor, replace(LINDEWAARD, domain=Domain.SOCIAL))
    assert tile.title == "Sociaal: het minst gunstig in Ravelshoek en Zandkamp"
    first = tile.table["Wijk"].tolist()[:2]
    assert sorted(first) == ["Ravelshoek", "Zandkamp"]


def test_a_wijk_or_buurt_has_the_picture_of_its_gemeente(cursor: Cursor) -> None:
    assert domain(cursor, replace(LINDEWAARD, area="WK990104", level=Level.WIJK)).title == domain(cursor).title
    of_buurt = domain(cursor, replace(LINDEWAARD, area="BU99010401", level=Level.BUURT))
    assert of_buurt.title == "Cognitief: geen cijfer over kinderen op buurtniveau"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"area": "NL99"}, "kies een gemeente"),
        ({"domain": None}, "kies een gemeente"),
        ({"area": "GM9902", "period": "2010"}, "Cognitief: geen cijfer over kinderen in Bredesluis tot en met 2010"),
        ({"area": "GM0001"}, "geen cijfer over kinderen in GM0001"),
    ],
)
def test_where_nothing_is_known_a_sentence_says_what_to_do(
    cursor: Cursor, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(NoFigures, match=why):
        domain(cursor, replace(LINDEWAARD, **changes))  # type: ignore[arg-type]


# --- small worlds ---------------------------------------------------------------------------------------------------

A, B, C = "WK030801", "WK030802", "WK030803"
BAARN = Choices("GM0308", Level.WIJK, "laag_inkomen", "2021", domain=Domain.SOCIAL)
NAMES = {"NL00": "Nederland", "GM0308": "Baarn", A: "Noord", B: "Zuid", C: "Oost"}
CHILDREN = {"kinderen_0_15": dict.fromkeys((A, B, C), 100.0)}


def test_counts_of_children_are_no_position_for_they_follow_the_size_of_an_area() -> None:
    with world(delivered({**CHILDREN, COUNTED: {A: 9, B: 5, C: 1, "GM0308": 15}}, names=NAMES)) as cursor:
        tile = domain(cursor, BAARN)
    assert tile.title == "Sociaal: per wijk alleen aantallen, en die volgen de grootte van een wijk"
    assert "Baarn als geheel:" in tile.notes[0] and " 15 (2021)" in tile.notes[0]
    assert tile.figure is None and not tile.alt.startswith("Kaart")


def test_of_other_ages_nothing_is_said() -> None:
    young = replace(BAARN, ages=Ages.EARLY)
    indicator = catalogue.current().indicators["vsv_pct"]
    assert Ages.EARLY not in indicator.ages
    with (
        world(delivered({**CHILDREN, "vsv_pct": {"GM0308": 3.0}}, names=NAMES)) as cursor,
        pytest.raises(NoFigures, match="Cognitief: geen cijfer"),
    ):
        domain(cursor, replace(young, domain=Domain.COGNITIVE))


def test_what_schools_say_of_the_gemeente_is_no_figure_about_children() -> None:
    known = catalogue.current()
    said_by_schools = replace(known.indicators["vsv_pct"], id="gemeld", layer=Layer.SCHOOL_SAYS)
    with_it = replace(known, indicators={**known.indicators, "gemeld": said_by_schools})
    asked = replace(BAARN, domain=Domain.COGNITIVE)
    with world(delivered({**CHILDREN, "gemeld": {"GM0308": 40.0}}, names=NAMES)) as cursor:
        with pytest.raises(NoFigures, match="geen cijfer over kinderen in Baarn"):
            tiles.domain.build(asked, cursor, with_it)
        as_children = {**known.indicators, "gemeld": replace(said_by_schools, layer=Layer.CHILDREN_MEASURED)}
        shown = tiles.domain.build(asked, cursor, replace(known, indicators=as_children))
    assert shown.notes[0] == "Baarn als geheel: voortijdig schoolverlaters 40% (2021)."


def test_schools_alone_are_counted_also_where_it_is_not_known_where_they_stand() -> None:
    ten = Reading(Status.KNOWN, 10)
    said_of = tuple(DomainCount(one, ten, ten) for one in (Domain.SOCIAL,))
    register = schools("GM0308", ["10AA00", "10AB00"], "2021", lon=[5.2, None], lat=[52.2, None])
    with stored(delivered(CHILDREN, names=NAMES), register) as store:
        add_scans(store, "GM0308", *(Scan("", site, site=site, domains=said_of) for site in ("10AA00", "10AB00")))
        with store.read() as cursor:
            tile = domain(cursor, BAARN)
            with pytest.raises(NoFigures, match="en geen schoolscan"):
                domain(cursor, replace(BAARN, domain=Domain.EMOTIONAL))
    assert tile.notes == (
        "Ook van de gemeente als geheel is er geen cijfer over kinderen tot en met 2021.",
        "School zegt: 2 scholen melden vertraging in dit domein. Elke school legt zelf de grens.",
    )
    assert tile.figure is None and tile.source == "" and tile.table.empty
