"""A stand-in of PDOK's wijken en buurten: the OGC API Features and the WFS on one address."""

import re
from collections.abc import Mapping, Sequence

from . import ogc, wfs
from .faults import Fault, FaultKind, Faults
from .municipality import NOT_PUBLISHED, SECRET, Feature, Layers, merge, region_list, sample_municipality
from .server import RefusedError, Reply, Request, StandIn

__all__ = [
    "NOT_PUBLISHED",
    "SECRET",
    "Fault",
    "FaultKind",
    "Faults",
    "Feature",
    "Layers",
    "PdokStandIn",
    "merge",
    "region_list",
    "sample_municipality",
]

_OGC = re.compile(r"/cbs/wijken-en-buurten-(\d{4})/ogc/v1/collections/([^/]+)/items")
_WFS = re.compile(r"/cbs/wijkenbuurten/(\d{4})/wfs/v1_0")


class PdokStandIn(StandIn):
    """api.pdok.nl and service.pdok.nl with these features: year -> layer (gemeenten, wijken, buurten) -> features.

    Features are GeoJSON in WGS84 with snake_case attributes. `water=False` leaves out the rows that are not land.
    `ogc_down` makes every request to the OGC API fail with 500, so that only the WFS works; it may be changed later.
    """

    def __init__(
        self,
        features: Mapping[int, Mapping[str, Sequence[Feature]]],
        *,
        water: bool = True,
        ogc_down: bool = False,
    ) -> None:
        super().__init__()
        self.ogc_down = ogc_down
        self.features = {
            year: {
                layer: [f for f in rows if water or f["properties"].get("water", "NEE") == "NEE"]
                for layer, rows in layers.items()
            }
            for year, layers in features.items()
        }

    def answer(self, request: Request) -> Reply:
        """The reply of the OGC API or the WFS, by path; raises RefusedError."""
        if self.ogc_down and "/ogc/" in request.path:
            raise RefusedError(500, "failed to retrieve feature collection")
        if found := _OGC.fullmatch(request.path):
            layers = self._layers(found[1])
            if found[2] not in layers:
                raise RefusedError(404, f"collection {found[2]} doesn't exist in this features service")
            return ogc.items(self.address + request.path, request.options, layers[found[2]])
        if found := _WFS.fullmatch(request.path):
            return wfs.get_feature(int(found[1]), self._layers(found[1]), request.options)
        raise RefusedError(404, "page not found")

    def empty(self, request: Request) -> Reply:
        """A collection without features."""
        if "/wfs/" in request.path:
            return wfs.no_features(request.options)
        return ogc.no_items(self.address + request.path, request.options)

    def failure(self, request: Request, refusal: RefusedError) -> Reply:
        """A refusal as a problem document, or as an exception report of the WFS."""
        return wfs.exception_report(refusal) if "/wfs/" in request.path else ogc.problem(refusal)

    def _layers(self, year: str) -> Mapping[str, Sequence[Feature]]:
        if int(year) not in self.features:
            raise RefusedError(404, "page not found")
        return self.features[int(year)]
