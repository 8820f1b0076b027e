"""Why a figure is there or not there: one status for each reason, never one NaN for all."""

from enum import StrEnum


class Status(StrEnum):
    """The status of one observation."""

    KNOWN = "known"
    ROUNDED_TO_NOTHING = "rounded_to_nothing"
    NOT_AVAILABLE = "not_available"
    SECRET = "secret"
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
    Status.SECRET: "te weinig of geheim",
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
    Status.NOT_APPLICABLE: "Dit cijfer kan hier op logische gronden niet voorkomen.",
}
"""The explanation under a chart or in the method page."""
