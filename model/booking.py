"""What is booked, promised, granted, received and planned; every amount a whole number of cents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from model.measure import Purpose


class BookingKind(StrEnum):
    """What a booking is for SiSa; the value is the Dutch word that is shown."""

    PROGRAMME = "programma"
    RENT = "extra huur"
    STAFF = "ambtelijke capaciteit"
    TO_OTHER = "naar andere gemeente"
    FROM_OTHER = "van andere gemeente"
    OUTSIDE = "niet van deze uitkering"

    @property
    def needs_measure(self) -> bool:
        """Whether a booking of this kind has its place only with a measure."""
        return self is BookingKind.PROGRAMME


UNPLACED = "nog niet toegewezen"
"""What a booking is called until somebody places it; it is in every total."""
KIND_OF_PURPOSE = {Purpose.RENT: BookingKind.RENT, Purpose.STAFF: BookingKind.STAFF}
"""What a booking on a measure is when neither the file nor an officer says so; else it is of the programme."""


def _check_cents(*amounts: int | None) -> None:
    for amount in amounts:
        if amount is not None and type(amount) is not int:
            raise TypeError(f"an amount is a whole number of cents, not {amount!r}")


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of a ledger. Costs are positive; a correction, and what comes in, is negative."""

    booked: date
    cents: int
    """Without VAT, where the ledger gives that apart."""
    vat_cents: int = 0
    number: str = ""
    line: str = ""
    """The line within a booking number, where the ledger has it."""
    invoiced: date | None = None
    financial_year: int | None = None
    financial_period: int | None = None
    performed_from: date | None = None
    performed_to: date | None = None
    cost_object: str = ""
    account: str = ""
    description: str = ""
    measure: str = ""
    """Id of the measure that the ledger names; empty when it names none that is known."""
    row: int = 0
    """The row of the file."""
    key: str = ""
    """By which this booking is known among those of its ledger; empty until it is kept."""
    kind: BookingKind | None = None
    """As the ledger says it; None when it does not."""

    @property
    def year(self) -> int:
        """The calendar year that it is accounted for in: the financial year, else that of the booking date."""
        return self.financial_year or self.booked.year

    @property
    def performed(self) -> date:
        """The day that decides the school year: the middle of the period of performance, else the booking date."""
        if self.performed_from is None:
            return self.booked
        last = self.performed_to or self.performed_from
        return self.performed_from + (last - self.performed_from) // 2

    @property
    def content(self) -> tuple[object, ...]:
        """All that the ledger says of it, by which two exports are compared; not the row."""
        return (
            *(self.number, self.line, self.booked, self.cents, self.vat_cents, self.invoiced, self.financial_year),
            *(self.financial_period, self.performed_from, self.performed_to, self.cost_object, self.account),
            *(self.description, self.kind, self.measure),
        )


@dataclass(frozen=True)
class Placement:
    """What bookings like this are: for one booking by its key, or for all with a cost object, a text or both."""

    measure: str = ""
    """Id of the measure; empty for none, as for staff that serves all."""
    kind: BookingKind | None = None
    """None for what the ledger says, else what the measure's purpose says."""
    key: str = ""
    cost_object: str = ""
    text: str = ""
    """What stands somewhere in the account or the description, whatever the case."""

    def __post_init__(self) -> None:
        if bool(self.key) == bool(self.cost_object or self.text):
            raise ValueError("a placement is of one booking, or of a cost object or a text")
        if not self.measure and (self.kind is None or self.kind.needs_measure):
            raise ValueError("a placement names a measure, or a kind that needs none")


@dataclass(frozen=True)
class GrantDecision:
    """One decision on the grant; a later one adds to it, or takes off."""

    day: date
    cents: int
    reference: str = ""

    def __post_init__(self) -> None:
        _check_cents(self.cents)


@dataclass(frozen=True)
class Payment:
    """A payment of the grant: when and how much is due, and what came in."""

    due: date
    cents: int
    received_on: date | None = None
    received_cents: int | None = None
    """None for what was due."""

    def __post_init__(self) -> None:
        _check_cents(self.cents, self.received_cents)

    def received(self, as_of: date) -> int:
        """What had come in on a day."""
        if self.received_on is None or self.received_on > as_of:
            return 0
        return self.cents if self.received_cents is None else self.received_cents


@dataclass(frozen=True)
class Commitment:
    """What was promised and is not yet booked (verplichting)."""

    day: date
    cents: int
    measure: str = ""
    description: str = ""
    expected: date | None = None
    """When it is expected to be booked."""
    released_on: date | None = None
    """When it was booked or dropped."""

    def __post_init__(self) -> None:
        _check_cents(self.cents)

    def open(self, as_of: date) -> int:
        """What of it was open on a day."""
        is_open = self.day <= as_of and (self.released_on is None or self.released_on > as_of)
        return self.cents if is_open else 0


@dataclass(frozen=True)
class PlanLine:
    """What is planned for a measure in a month."""

    measure: str
    month: date
    """The first day."""
    cents: int

    def __post_init__(self) -> None:
        _check_cents(self.cents)
        if self.month.day != 1:
            raise ValueError("a month is named by its first day")


@dataclass(frozen=True)
class Note:
    """What an officer writes at a day of the time line, such as a decision of the council."""

    day: date
    text: str


@dataclass(frozen=True)
class ClosedYear:
    """A calendar year of which the annual accounts are fixed, with the totals of then, in cents by kind."""

    year: int
    day: date
    cents: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        _check_cents(*(amount for _, amount in self.cents))
