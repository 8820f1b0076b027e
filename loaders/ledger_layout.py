"""What stands where in an export of a ledger: proposed from its headers, corrected by an officer, kept for the next."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from loaders.ledger_values import NoDay, cents_of, day_of
from loaders.monitor_layout import cell_of, plain
from model import ledger_findings as say
from model.findings import Refusal
from model.text_file import Line, Sheet

_FIRST_LINES = 40
"""So many lines may stand above the rows of data."""


class Role(StrEnum):
    """What a column says; the value is the Dutch word that is shown."""

    BOOKED = "boekdatum"
    INVOICED = "factuurdatum"
    YEAR = "boekjaar"
    PERIOD = "boekperiode"
    PERFORMED = "prestatieperiode"
    PERFORMED_FROM = "prestatie vanaf"
    PERFORMED_TO = "prestatie tot en met"
    AMOUNT = "bedrag"
    DEBIT = "debet"
    CREDIT = "credit"
    SIDE = "debet of credit"
    VAT = "btw"
    CURRENCY = "valuta"
    COST_OBJECT = "kostenplaats of project"
    ACCOUNT = "grootboekrekening"
    DESCRIPTION = "omschrijving"
    NUMBER = "boekstuknummer"
    LINE = "regelnummer"
    KIND = "soort"
    MEASURE = "maatregel"
    IGNORE = "overslaan"


JOINED = frozenset({Role.COST_OBJECT, Role.ACCOUNT, Role.DESCRIPTION, Role.IGNORE})
"""Roles that several columns may have: what they say is joined."""
_NAME = r"(?: ?(?:code|nummer|nr|no|id|naam|omschrijving))*"
_HEADERS: tuple[tuple[Role, str], ...] = (
    (Role.INVOICED, r"(?:factuur|document|stuk|fact)s? ?(?:datum|dat|dt)|datum (?:factuur|document)|invoice date"),
    (Role.PERFORMED_FROM, r"(?:prestatie|levering|dienst)s?(?:periode|datum)? ?(?:van|vanaf|begin|start|begindatum)"),
    (Role.PERFORMED_TO, r"(?:prestatie|levering|dienst)s?(?:periode|datum)? ?(?:tot|t m|tm|tot en met|eind|einddatum)"),
    (Role.PERFORMED, r"(?:prestatie|levering|dienst)s? ?(?:periode|datum|maand)|periode (?:van )?prestatie"),
    (
        Role.BOOKED,
        r"(?:boek(?:ings?)?|journaal|transactie|mutatie|verwerkings?|grootboek)? ?(?:datum|dd)"
        r"|datum (?:boeking|geboekt|transactie|mutatie)|geboekt op|posting date|date",
    ),
    (Role.YEAR, r"(?:boek(?:ings?)?|financieel|begrotings?|dienst)? ?jaar|fiscal year"),
    (Role.PERIOD, r"(?:boek(?:ings?)?|financiele)? ?(?:periode|maand)(?: nr| nummer)?|per"),
    (Role.SIDE, r"d c|dc|d of c|debet (?:of )?credit|deb cred|(?:d c|dc|debet credit) ?(?:teken|code|indicator)"),
    (Role.DEBIT, r"(?:bedrag )?deb(?:et|it)(?: bedrag| eur| euro)?|lasten"),
    (Role.CREDIT, r"(?:bedrag )?credit(?: bedrag| eur| euro)?|baten"),
    (Role.VAT, r"btw(?: ?bedrag)?(?: eur| in euro)?|bedrag btw|vat|omzetbelasting"),
    (
        Role.AMOUNT,
        r"(?:geboekt|netto|bruto|factuur|boekings?|mutatie|regel)? ?bedrag(?: (?:in|eur|euro|euros|s|excl|incl"
        r"|exclusief|inclusief|btw|lokale|valuta|geboekt))*|saldo|realisatie|amount|werkelijk",
    ),
    (Role.CURRENCY, r"valuta(?: ?code)?|munt(?:soort|eenheid)?|currency|val"),
    (
        Role.NUMBER,
        r"(?:boek(?:stuk|ings?)?|stuk|document|journaal(?:post)?|bkst|mutatie|transactie) ?(?:nummer|nr|no|id)"
        r"|boekstuk|journaalpost|nummer|document",
    ),
    (Role.LINE, r"(?:boek(?:ings?)?|stuk|journaal)? ?regel(?: ?(?:nummer|nr|id))?|volg ?(?:nummer|nr)|line"),
    (Role.MEASURE, r"maatregel" + _NAME),
    (Role.KIND, r"soort(?: (?:kosten|boeking|uitgave|besteding))?|uitgavensoort|sisa(?: soort)?"),
    (
        Role.COST_OBJECT,
        rf"(?:kosten ?(?:plaats|drager)|kpl|ecl|project|prj|opdracht|werkorder|product|taakveld){_NAME}",
    ),
    (
        Role.ACCOUNT,
        rf"(?:grootboek(?: ?rekening)?|gb|gbr|rekening|kosten ?soort|(?:economische )?categorie){_NAME}",
    ),
    (
        Role.DESCRIPTION,
        r"(?:boek(?:ings?|stuk)?|factuur|regel|document)? ?(?:omschrijving|tekst|toelichting|beschrijving)(?: ?[0-9])?"
        r"|description|leverancier(?: ?naam)?|crediteur(?: ?naam)?|relatie(?: ?naam)?",
    ),
)


@dataclass(frozen=True)
class Column:
    """One column: its place (from 0), its header and what it says."""

    place: int
    header: str
    role: Role


@dataclass(frozen=True)
class Layout:
    """What stands where in one export. Rows are numbered as the user sees them."""

    header_row: int
    """0 when no row looks like one."""
    columns: tuple[Column, ...]
    amount_has_vat: bool = False
    """Whether the VAT is in the amount, so that it is taken out of it."""
    costs_are_negative: bool = False
    """Whether the export writes costs with a minus."""

    def places(self, role: Role) -> list[int]:
        """The places of the columns with a role."""
        return [column.place for column in self.columns if column.role is role]

    def place(self, role: Role) -> int | None:
        """The place of the first column with a role; None when there is none."""
        return next(iter(self.places(role)), None)

    @property
    def missing(self) -> list[Role]:
        """What no export can do without and no column says."""
        has_amount = self.places(Role.AMOUNT) or self.places(Role.DEBIT) or self.places(Role.CREDIT)
        return [
            role
            for role, is_there in ((Role.BOOKED, self.places(Role.BOOKED)), (Role.AMOUNT, has_amount))
            if not is_there
        ]

    def rows(self, sheet: Sheet) -> tuple[Line, ...]:
        """The rows below the header."""
        return tuple(line for line in sheet.lines if line.number > self.header_row)

    def with_role(self, place: int, role: Role) -> "Layout":
        """The layout with another role for a column; a role that only one column can have is taken from the other."""
        columns = []
        for column in self.columns:
            if column.place == place:
                column = replace(column, role=role)
            elif column.role is role and role not in JOINED:
                column = replace(column, role=Role.IGNORE)
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def to_json(self) -> str:
        """The layout as text, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Layout":
        """The layout that `to_json` wrote. Raises Refusal for another text."""
        try:
            kept = json.loads(text)
            columns = tuple(Column(**{**one, "role": Role(one["role"])}) for one in kept.pop("columns"))
            return cls(columns=columns, **kept)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise Refusal(say.unreadable_layout()) from error


def role_of(header: str) -> Role:
    """What a header says that its column has; IGNORE for what is not recognised."""
    words = plain(header)
    return next((role for role, pattern in _HEADERS if re.fullmatch(pattern, words)), Role.IGNORE)


def propose(sheet: Sheet) -> Layout:
    """What stands where in a sheet, as far as its headers show; what is not recognised is left to the officer."""
    best, header = 0, None
    for line in sheet.lines[:_FIRST_LINES]:
        roles = {role_of(cell) for cell in line.cells if cell} - {Role.IGNORE}
        if len(roles) > best:
            best, header = len(roles), line
    if header is None:
        return Layout(0, ())
    width = max(len(line.cells) for line in sheet.lines)
    headers = [" ".join(cell_of(header.cells, place).split()) for place in range(width)]
    columns = _unique([Column(place, text, role_of(text)) for place, text in enumerate(headers)])
    amount = next((column.header for column in columns if column.role is Role.AMOUNT), "")
    has_vat = any(column.role is Role.VAT for column in columns)
    return Layout(header.number, columns, amount_has_vat=has_vat and "incl" in amount.lower())


def _unique(columns: list[Column]) -> tuple[Column, ...]:
    """The columns, where of each role that only one can have the first has it; of amounts one without VAT."""
    roles = {column.role for column in columns}
    taken: set[Role] = set()
    amounts = [column for column in columns if column.role is Role.AMOUNT]
    amount = next((column for column in amounts if "excl" in column.header.lower()), amounts[0] if amounts else None)
    found = []
    for column in columns:
        is_other_amount = column.role is Role.AMOUNT and (column is not amount or {Role.DEBIT, Role.CREDIT} <= roles)
        if is_other_amount or (column.role in taken and column.role not in JOINED):
            column = replace(column, role=Role.IGNORE)
        taken.add(column.role)
        found.append(column)
    return tuple(found)


def shape_of(layout: Layout) -> str:
    """A fingerprint of the headers: the same for the next export of the same system."""
    return hashlib.sha256(
        "\n".join(["grootboek", *(plain(column.header) for column in layout.columns)]).encode()
    ).hexdigest()


def with_saved(proposal: Layout, saved: Layout) -> Layout:
    """The proposal for a new file with the choices that were made for a file of the same shape."""
    return replace(saved, header_row=proposal.header_row)


def looks_like_a_ledger(sheet: Sheet) -> bool:
    """Whether a sheet has a header with a date and an amount, and a row with both."""
    layout = propose(sheet)
    booked = layout.place(Role.BOOKED)
    if layout.missing or booked is None:
        return False
    amounts = [place for role in (Role.AMOUNT, Role.DEBIT, Role.CREDIT) for place in layout.places(role)]
    return any(
        not isinstance(day_of(cell_of(line.cells, booked)), NoDay)
        and any(cents_of(cell_of(line.cells, place)) is not None for place in amounts)
        for line in layout.rows(sheet)[:_FIRST_LINES]
    )
