"""An export of a ledger as bookings: every row taken to the cent, or said why not."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders.ledger_layout import Layout, Role
from loaders.ledger_values import NoDay, cents_of, day_of, is_foreign, kind_of, period_of, span_of, year_of
from model import ledger_findings as say
from model.booking import Booking, BookingKind
from model.findings import Finding, FindingLevel
from model.scan_findings import Spot
from model.text_file import Line, Sheet

_TOTAL = re.compile(r"(?:sub|eind)?totaal\b.*|totalen\b.*|(?:begin|eind)?saldo\b.*|som\b.*", re.IGNORECASE)
_EURO = frozenset({"", "eur", "euro", "€"})
_JOIN = " / "


@dataclass(frozen=True)
class LedgerRead:
    """What an export says."""

    bookings: tuple[Booking, ...] = ()
    """Their `measure` is as the file writes it."""
    findings: tuple[Finding, ...] = ()
    rows_in: int = 0
    """Rows below the header, the totals among them."""
    totals: tuple[int, ...] = ()
    """Rows that only add up others."""
    refused: tuple[int, ...] = ()
    """Rows that are no booking as they stand."""

    @property
    def cents(self) -> int:
        """All that was taken, VAT included."""
        return sum(one.cents + one.vat_cents for one in self.bookings)

    @property
    def is_blocked(self) -> bool:
        """Whether nothing of it can be kept."""
        return any(one.level is FindingLevel.BLOCKING for one in self.findings)


def read_ledger(file_name: str, sheet: Sheet, layout: Layout) -> LedgerRead:
    """The bookings of a sheet under a layout: never an exception, what is wrong stands in the findings."""
    at = Spot(file_name, sheet.name)
    if not layout.header_row:
        return LedgerRead(findings=(say.no_header(at),))
    if layout.missing:
        return LedgerRead(findings=tuple(say.no_column(at, role.value) for role in layout.missing))
    lines = layout.rows(sheet)
    if not lines:
        return LedgerRead(findings=(say.no_rows(at),))
    return _Reader(at, layout).read(lines)


class _Reader:
    """One reading: what was wrong is gathered by kind, so that a thousand bad rows are one finding."""

    def __init__(self, at: Spot, layout: Layout) -> None:
        self.at, self.layout = at, layout
        places = {role: layout.place(role) for role in Role}
        self.place = {role: -1 if place is None else place for role, place in places.items()}
        self.blanks = ("",) * max((column.place + 1 for column in layout.columns), default=0)
        self.has_amount = places[Role.AMOUNT] is not None
        self.joined = {role: layout.places(role) for role in (Role.COST_OBJECT, Role.ACCOUNT, Role.DESCRIPTION)}
        self.headers = {column.role: column.header for column in layout.columns}
        self.wrong: dict[object, list[tuple[int, str]]] = defaultdict(list)
        self.kinds: dict[str, None] = {}
        self.income: list[int] = []

    def read(self, lines: Sequence[Line]) -> LedgerRead:
        found: list[Booking] = []
        totals: list[int] = []
        total_cents = running = since_total = rows_since = 0
        for line in lines:
            # Every column is there, and a last one that is always empty: that of roles without a column.
            cells = (*line.cells, *self.blanks[len(line.cells) :], "")
            cents = self._amount(cells)
            if isinstance(cents, int) and self._is_total(cells, cents, running, since_total, rows_since):
                totals.append(line.number)
                total_cents += cents
                since_total = rows_since = 0
                continue
            one = self._booking(cells, line.number, cents)
            if one is not None:
                found.append(one)
                running += one.cents + one.vat_cents
                since_total += one.cents + one.vat_cents
                rows_since += 1
        refused = sorted(row for reason, rows in self.wrong.items() if reason in _REFUSING for row, _ in rows)
        findings = self._findings(totals, total_cents)
        if not found and not refused:
            findings.append(say.no_rows(self.at))
        return LedgerRead(tuple(found), tuple(findings), len(lines), tuple(totals), tuple(refused))

    def _cell(self, cells: Sequence[str], role: Role) -> str:
        return cells[self.place[role]]

    def _text(self, cells: Sequence[str], role: Role) -> str:
        parts = [cells[place] for place in self.joined[role]]
        return " ".join(_JOIN.join(filter(None, parts)).split())

    def _amount(self, cells: Sequence[str]) -> int | str:
        """The amount in cents, VAT as it stands in it; the text that is none."""
        if self._cell(cells, Role.CURRENCY).strip().lower() not in _EURO:
            return _FOREIGN + self._cell(cells, Role.CURRENCY)
        sign = -1 if self.layout.costs_are_negative else 1
        if self.has_amount:
            text = self._cell(cells, Role.AMOUNT)
            cents = cents_of(text)
            if cents is None:
                return (_FOREIGN if is_foreign(text) else "") + text
            side = self._cell(cells, Role.SIDE).strip().lower()[:1]
            return sign * (-abs(cents) if side == "c" and cents > 0 else cents)
        debit, credit = self._cell(cells, Role.DEBIT), self._cell(cells, Role.CREDIT)
        amounts = [cents_of(text) if text else 0 for text in (debit, credit)]
        if amounts[0] is None or amounts[1] is None or not (debit or credit):
            return (_FOREIGN if is_foreign(debit + credit) else "") + (debit or credit)
        return sign * (amounts[0] - amounts[1])

    def _is_total(self, cells: Sequence[str], cents: int, running: int, since_total: int, rows: int) -> bool:
        """Whether a row adds up those above: it says so, or it has no date and is just their sum."""
        has_day = isinstance(day_of(self._cell(cells, Role.BOOKED)), date)
        if has_day and self._cell(cells, Role.NUMBER):
            return False
        says_so = any(_TOTAL.fullmatch(cell) for cell in cells)
        is_sum = cents in (running, since_total) and rows > 0
        return says_so and is_sum if has_day else says_so or is_sum

    def _booking(self, cells: Sequence[str], row: int, cents: int | str) -> Booking | None:
        if isinstance(cents, str):
            is_foreign_text = cents.startswith(_FOREIGN)
            self.wrong[Role.CURRENCY if is_foreign_text else Role.AMOUNT].append((row, cents.removeprefix(_FOREIGN)))
            return None
        day = day_of(self._cell(cells, Role.BOOKED))
        if isinstance(day, NoDay):
            self.wrong[day].append((row, self._cell(cells, Role.BOOKED)))
            return None
        year, period = self._financial(cells, row)
        first, last = self._performed(cells, row)
        kind = self._kind(cells)
        vat = self._vat(cells, row, cents)
        if kind is BookingKind.FROM_OTHER and cents > 0:
            self.income.append(row)
        return Booking(
            booked=day,
            cents=cents - vat if self.layout.amount_has_vat else cents,
            vat_cents=vat,
            number=self._cell(cells, Role.NUMBER),
            line=self._cell(cells, Role.LINE),
            invoiced=self._day(cells, Role.INVOICED, row),
            financial_year=year,
            financial_period=period,
            performed_from=first,
            performed_to=last,
            cost_object=self._text(cells, Role.COST_OBJECT),
            account=self._text(cells, Role.ACCOUNT),
            description=self._text(cells, Role.DESCRIPTION),
            kind=kind,
            measure=self._cell(cells, Role.MEASURE),
            row=row,
        )

    def _day(self, cells: Sequence[str], role: Role, row: int) -> date | None:
        text = self._cell(cells, role)
        day = day_of(text) if text else None
        if isinstance(day, NoDay):
            self.wrong[role].append((row, text))
            return None
        return day

    def _financial(self, cells: Sequence[str], row: int) -> tuple[int | None, int | None]:
        year_text, period_text = self._cell(cells, Role.YEAR), self._cell(cells, Role.PERIOD)
        year = year_of(year_text) if year_text else None
        if year_text and year is None:
            self.wrong[Role.YEAR].append((row, year_text))
        said_year, period = period_of(period_text) if period_text else (None, None)
        if period_text and period is None:
            self.wrong[Role.PERIOD].append((row, period_text))
        return year or said_year, period

    def _performed(self, cells: Sequence[str], row: int) -> tuple[date | None, date | None]:
        if text := self._cell(cells, Role.PERFORMED):
            span = span_of(text)
            if span is None:
                self.wrong[Role.PERFORMED].append((row, text))
            return span or (None, None)
        texts = self._cell(cells, Role.PERFORMED_FROM), self._cell(cells, Role.PERFORMED_TO)
        if not any(texts):
            return None, None
        spans = [span_of(text) if text else None for text in texts]
        for role, text, span in zip(_ENDS, texts, spans, strict=True):
            if span is None and text:
                self.wrong[role].append((row, text))
        first, last = (spans[0] or spans[1]), (spans[1] or spans[0])
        if first is None or last is None:
            return None, None
        if last[1] < first[0]:
            self.wrong[Role.PERFORMED_TO].append((row, self._cell(cells, Role.PERFORMED_TO)))
            return first
        return first[0], last[1]

    def _vat(self, cells: Sequence[str], row: int, cents: int) -> int:
        text = self._cell(cells, Role.VAT)
        if not text:
            return 0
        vat = cents_of(text)
        if vat is None:
            self.wrong[Role.VAT].append((row, text))
            return 0
        if cents < 0:
            return -abs(vat)
        return abs(vat) if self.layout.costs_are_negative else vat

    def _kind(self, cells: Sequence[str]) -> BookingKind | None:
        text = self._cell(cells, Role.KIND)
        kind = kind_of(text) if text else None
        if text and kind is None:
            self.kinds.setdefault(text)
        return kind

    def _findings(self, totals: Sequence[int], total_cents: int) -> list[Finding]:
        found = []
        for reason, message in _REFUSING.items():
            if hits := self.wrong.get(reason):
                role = reason if isinstance(reason, Role) else Role.BOOKED
                found.append(message(self._spot(role, hits[0][0]), [row for row, _ in hits], hits[0][1]))
        for other, hits in self.wrong.items():
            if other not in _REFUSING and isinstance(other, Role):
                found.append(say.unread_detail(self._spot(other, hits[0][0]), [row for row, _ in hits], hits[0][1]))
        if totals:
            found.append(say.totals_left_out(self._spot(Role.AMOUNT, totals[0]), totals, total_cents))
        if self.kinds:
            found.append(say.unknown_kinds(self._spot(Role.KIND), list(self.kinds)))
        if self.income:
            found.append(say.income_with_plus(self._spot(Role.AMOUNT, self.income[0]), self.income))
        return found

    def _spot(self, role: Role, row: int | None = None) -> Spot:
        return Spot(self.at.file, self.at.sheet, row, self.headers.get(role, role.value))


_FOREIGN = "\0"
"""Before an amount that names another currency: no cell has this sign."""
_ENDS = (Role.PERFORMED_FROM, Role.PERFORMED_TO)
_REFUSING = {
    Role.AMOUNT: say.no_amount,
    Role.CURRENCY: say.foreign_currency,
    NoDay.UNREADABLE: say.no_day,
    NoDay.IMPOSSIBLE: say.impossible_day,
    NoDay.OTHER_TIME: say.day_of_other_time,
}
"""Why a row is not taken, and what is said of it."""
