"""Why a figure is there or not there: one status for each reason, never one NaN for all."""

import re
from enum import StrEnum


class Status(StrEnum):
    """The status of one observation."""

    KNOWN = "known"
    ROUNDED_TO_NOTHING = "rounded_to_nothing"
    NOT_AVAILABLE = "not_available"
    SECRET = "secret"  # nosec B105 # a status
    TOO_FEW = "too_few"
    INTERVAL = "interval"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        """Whether an observation with this status carries a number."""
        return self in (Status.KNOWN, Status.ROUNDED_TO_NOTHING)


SHORT_TEXT = {
    Status.KNOWN: "bekend",
    Status.ROUNDED_TO_NOTHING: "minder dan de helft van de eenheid",
    Status.NOT_AVAILABLE: "geen cijfer",
    Status.SECRET: "onbekend of geheim",
    Status.TOO_FEW: "te weinig waarnemingen",
    Status.INTERVAL: "alleen een bereik bekend",
    Status.NOT_APPLICABLE: "niet van toepassing",
}
"""What a reader sees in a table or on hover."""

LONG_TEXT = {
    Status.KNOWN: "De bron geeft dit cijfer.",
    Status.ROUNDED_TO_NOTHING: "De bron geeft 0: minder dan de helft van de kleinste eenheid, niet precies nul.",
    Status.NOT_AVAILABLE: "De bron heeft dit cijfer voor dit jaar (nog) niet gepubliceerd.",
    Status.SECRET: "De bron toont dit cijfer niet: onbekend, onvoldoende betrouwbaar of geheim (CBS-teken '.').",
    Status.TOO_FEW: "Er zijn te weinig waarnemingen om dit cijfer te tonen.",
    Status.INTERVAL: "De bron geeft alleen een bereik, zoals <5.",
    Status.NOT_APPLICABLE: "De bron laat dit cijfer leeg: het kan hier op logische gronden niet voorkomen.",
}
"""The explanation under a chart or in the method page."""

SIGNS = {
    "": Status.NOT_APPLICABLE,
    ".": Status.SECRET,
    "*": Status.TOO_FEW,
    "-99995": Status.NOT_AVAILABLE,
    "-99996": Status.TOO_FEW,
    "-99997": Status.SECRET,
    "-99999997": Status.SECRET,
    "-99999998": Status.NOT_AVAILABLE,
    "-99999999": Status.NOT_AVAILABLE,
}
"""What sources write where there is no figure: CBS (blank and '.'), the GGD's tables ('*') and Swing, CBS maps."""


def status_of_sign(text: str) -> Status | None:
    """The status that a sign stands for, also `<5`; None for a number and for what is no sign."""
    return SIGNS.get(text) or (Status.INTERVAL if re.fullmatch(r"< ?[0-9]+", text) else None)
