"""A stand-in of PDOK's Locatieserver 3.1: a free search over addresses, answered as its Solr does.

The names of the fields and the refusal of unknown options are as its users and its release notes tell; the words of a
refusal are made up.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .faults import Fault, FaultKind, Faults
from .server import RefusedError, Reply, Request, StandIn

__all__ = ["PATH", "Address", "Fault", "FaultKind", "Faults", "LocatieserverStandIn"]

PATH = "/bzk/locatieserver/search/v3_1/free"
_OPTIONS = {"q", "fq", "fl", "rows", "start", "sort", "df", "bq", "wt"}


@dataclass(frozen=True)
class Address:
    """One address of the register: `number` with what stands behind it, as in `5-A`."""

    street: str
    number: str
    postcode: str
    town: str
    buurt: str
    lon: float
    lat: float

    @property
    def document(self) -> dict[str, str | int | float]:
        """As the search gives it back, with all fields."""
        digits = re.match(r"\d+", self.number)
        shown = f"{self.street} {self.number}, {self.postcode} {self.town}"
        return {
            "id": f"adr-{self.postcode}-{self.number}",
            "type": "adres",
            "score": 1.0,
            "weergavenaam": shown,
            "straatnaam": self.street,
            "postcode": self.postcode,
            "huisnummer": int(digits[0]) if digits else 0,
            "huis_nlt": self.number,
            "woonplaatsnaam": self.town,
            "buurtcode": self.buurt,
            "wijkcode": "WK" + self.buurt[2:8],
            "gemeentecode": self.buurt[2:6],
            "centroide_ll": f"POINT({self.lon:.8f} {self.lat:.8f})",
        }


class LocatieserverStandIn(StandIn):
    """api.pdok.nl with these addresses. A search gives everything that has one of its words, the best first.

    So an address that does not exist brings hits too, as at PDOK: those of its postcode, or of its number elsewhere.
    """

    def __init__(self, addresses: Sequence[Address]) -> None:
        super().__init__()
        self.addresses = list(addresses)

    def answer(self, request: Request) -> Reply:
        """The hits; raises RefusedError for another path, an unknown option or a number that is none."""
        if request.path != PATH:
            raise RefusedError(404, "Not found")
        unknown = set(request.options) - _OPTIONS
        if unknown:
            raise RefusedError(400, f"Unknown query parameter: {sorted(unknown)[0]}")
        rows = request.options.get("rows", "10")
        if not rows.isdecimal() or int(rows) > 100:
            raise RefusedError(400, "rows must be between 0 and 100")
        words = request.options.get("q", "").upper().split()
        hits = []
        for address in self.addresses:
            document = address.document
            texts = {address.postcode, str(document["huisnummer"]), address.number.upper(), address.street.upper()}
            score = float(sum(word in texts for word in words))
            if score and "type:adres" in request.options.get("fq", "type:adres"):
                hits.append(document | {"score": score})
        hits.sort(key=lambda hit: -float(hit["score"]))
        return self._found(request, hits[: int(rows)], len(hits))

    def empty(self, request: Request) -> Reply:
        """A search without a hit."""
        return self._found(request, [], 0)

    def failure(self, request: Request, refusal: RefusedError) -> Reply:
        """A refusal as a problem document."""
        problem = {"title": "Error", "status": refusal.status, "detail": refusal.message}
        return Reply(json.dumps(problem).encode(), "application/problem+json", refusal.status)

    def _found(self, request: Request, hits: Sequence[dict[str, str | int | float]], count: int) -> Reply:
        fields = request.options.get("fl", "*").replace(",", " ").split()
        shown = [{name: value for name, value in hit.items() if "*" in fields or name in fields} for hit in hits]
        response = {"numFound": count, "start": 0, "maxScore": 1.0, "numFoundExact": True, "docs": shown}
        return Reply(json.dumps({"response": response}).encode(), "application/json")
