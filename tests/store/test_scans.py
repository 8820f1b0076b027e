"""Each school's scan replaces its own former one and nobody else's, and what was replaced can be brought back."""

from model.catalogue import Domain
from model.delivery import Delivery, Received
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.status import Status
from store import Store, batches, scans
from store.scans import Recognised
from tests.store.worlds import rows


def upload(*scanned: Recognised, content: bytes = b"scan") -> Delivery:
    return Delivery(
        source=scans.SOURCE,
        table_id=scans.SOURCE,
        title="Schoolscans",
        period="2021/2022",
        published="",
        rows_in=len(scanned),
        rows_accepted=len(scanned),
        rows_refused=0,
        received=[Received("scan.docx", "", content)],
    )


def scan(site: str, conclusions: str = "", **parts: object) -> Recognised:
    of_school = Scan(board="Stichting Lint", school=f"School {site}", conclusions=conclusions, **parts)  # type: ignore[arg-type]
    return Recognised(of_school, site, "GM9901", "po", [""] * len(of_school.choices))


def keep(store: Store, *scanned: Recognised, content: bytes = b"scan") -> int:
    return store.write(lambda cursor: scans.add_scans(cursor, upload(*scanned, content=content), scanned))


def in_use(store: Store) -> list[tuple[object, ...]]:
    return rows(store, "select site, conclusions from mart.scan order by site")


def test_a_new_scan_of_a_school_replaces_its_former_one_and_no_other(store: Store) -> None:
    keep(store, scan("99AA00", "rekenen"), scan("99AB00", "taal"))
    keep(store, scan("99AA00", "lezen"))
    assert in_use(store) == [("99AA00", "lezen"), ("99AB00", "taal")]


def test_a_former_scan_is_brought_back_and_the_newer_one_after_that(store: Store) -> None:
    keep(store, scan("99AA00", "eerste"))
    keep(store, scan("99AA00", "tweede"))
    keep(store, scan("99AA00", "derde"))
    with store.read() as cursor:
        third, second, first = scans.history(cursor, "99AA00")["batch_id"]
    assert store.write(lambda cursor: batches.bring_back(cursor, int(first))) == 2
    assert in_use(store) == [("99AA00", "eerste")]
    with store.read() as cursor:
        assert list(scans.history(cursor, "99AA00")["state"]) == ["teruggedraaid", "teruggedraaid", "in gebruik"]
    store.write(lambda cursor: batches.bring_back(cursor, int(third)))
    assert in_use(store) == [("99AA00", "derde")]
    with store.read() as cursor:
        assert list(scans.history(cursor, "99AA00")["state"]) == ["in gebruik", "teruggedraaid", "vervangen"]
    assert second < third


def test_undoing_an_upload_takes_all_its_scans_away(store: Store) -> None:
    load_id = keep(store, scan("99AA00"), scan("99AB00"))
    assert store.write(lambda cursor: batches.withdraw(cursor, load_id)) == 2
    assert in_use(store) == []


def test_all_parts_of_a_scan_are_kept_with_their_statuses_and_amounts_to_the_cent(store: Store) -> None:
    few = Reading(Status.INTERVAL, lower=0, upper=4)
    sent = Scan(
        board="Stichting Lint",
        school="De Vlinder",
        place="Lindewaard",
        site="99AZ00",
        sector=Sector.PRIMARY,
        school_year="2021/2022",
        conclusions="Rekenen bleef achter.",
        choices=(
            Choice("kleine groepen", "na school", Domain.COGNITIVE, few, 1_234_567, "2021/2022"),
            Choice("iets eigens"),
        ),
        wishes=(Wish("een schoolmaatschappelijk werker", WishKind.LINKED, (1,)),),
        domains=(DomainCount(Domain.SOCIAL, Reading(Status.KNOWN, 120), few),),
        sharing=Sharing.LEA_NAMED,
        file="vlinder.docx",
    )
    keep(store, Recognised(sent, "99AZ00", "GM9901", "po", ["B3", ""]))
    with store.read() as cursor:
        batch_id = int(scans.history(cursor, "99AZ00")["batch_id"].iloc[0])
        assert scans.read(cursor, batch_id) == (sent, ["B3", ""])
    assert rows(store, "select code, upper, status, amount::varchar, school_year from mart.scan_choice") == [
        ("B3", 4, "interval", "12345.67", "2021/2022"),
        ("", None, None, None, ""),
    ]
    assert rows(store, "select measure, value, upper from mart.scan_domain order by measure") == [
        ("assessed", 120, None),
        ("delayed", None, 4),
    ]
    assert rows(store, "select kind, choices from mart.scan_wish") == [("gekoppeld aan keuzes", [1])]


def test_a_file_that_is_in_use_is_known_by_its_bytes_until_it_is_undone(store: Store) -> None:
    same, other = Received("x", "", b"the same").digest, Received("x", "", b"another").digest
    load_id = keep(store, scan("99AA00"), content=b"the same")
    assert set(seen(store, same, other)) == {same}
    store.write(lambda cursor: batches.withdraw(cursor, load_id))
    assert seen(store, same, other) == {}


def seen(store: Store, *digests: str) -> dict[str, batches.Seen]:
    with store.read() as cursor:
        return batches.seen(cursor, digests)
