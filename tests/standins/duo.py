"""A stand-in of DUO's folder of open files: a file by its name, in the bytes that DUO would send."""

from collections.abc import Mapping
from urllib.parse import quote

from .faults import Fault, FaultKind, Faults
from .server import RefusedError, Reply, Request, StandIn

__all__ = ["FOLDER", "DuoStandIn", "Fault", "FaultKind", "Faults", "table"]

FOLDER = "/open_onderwijsdata/images/"
_PAGE = "<!DOCTYPE html><html><body><h1>{status}</h1><p>{message}</p></body></html>"


class DuoStandIn(StandIn):
    """duo.nl with these files by their name; what it does not have is a web page with 404."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = dict(files)

    @property
    def asked(self) -> list[str]:
        """The names of the files that were asked for, as they stand in the address."""
        return [raw.rpartition("/")[2] for raw in self.requests]

    def answer(self, request: Request) -> Reply:
        """The file; raises RefusedError 404."""
        name = request.path.removeprefix(FOLDER)
        if not request.path.startswith(FOLDER) or name not in self.files:
            raise RefusedError(404, "Pagina niet gevonden")
        return Reply(self.files[name], "text/csv", headers={"Content-Disposition": f"filename={quote(name)}"})

    def empty(self, request: Request) -> Reply:
        """A file of no bytes."""
        return Reply(b"", "text/csv")

    def failure(self, request: Request, refusal: RefusedError) -> Reply:
        """A web page, as DUO has no other way of saying that something is wrong."""
        page = _PAGE.format(status=refusal.status, message=refusal.message)
        return Reply(page.encode(), "text/html; charset=utf-8", refusal.status)


def table(header: str, *lines: str, encoding: str = "utf-8-sig") -> bytes:
    """A file of DUO: semicolons, CRLF, in UTF-8 with a mark or in cp1252."""
    return "".join(line + "\r\n" for line in (header, *lines)).encode(encoding)
