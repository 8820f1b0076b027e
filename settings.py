"""Settings of one installation: environment variables over `startfoto.toml` over defaults that work."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PREFIX = "STARTFOTO_"
_MAY_BE_NONE = ("rent_limit_eur", "staff_limit_eur", "keep_uploads_days")
"""Settings of which 0 says that there is no limit."""


CHANGEABLE = (
    "smallest_count",
    "smallest_respondents",
    "last_spending_day",
    "vat_burdens",
    "rent_limit_eur",
    "staff_limit_eur",
    "upload_quota_mb",
    "upload_quota_files",
    "keep_uploads_days",
)
"""What a beheerder may decide on a page, unless the environment or the file has decided it."""


class SettingError(ValueError):
    """A setting that cannot be used; the text names the setting and what is expected."""


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; `docs/settings.md` explains each (a test keeps the two together)."""

    data_dir: Path = ROOT / "data"
    """Folder of the database file `startfoto.duckdb`."""
    lake_catalogue: str = ""
    """Address of a PostgreSQL database (libpq form); together with `lake_data` it moves the store to DuckLake."""
    lake_data: str = ""
    """Folder of the Parquet files of a DuckLake store."""
    load_example: bool = True
    """Load the example municipality when the store is empty."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Other addresses for sources: `https://opendata.cbs.nl=http://mirror.local, ...`."""
    request_timeout_s: float = 60.0
    """Seconds that a source may be silent before a request counts as failed."""
    request_attempts: int = 4
    """How often a request is tried before a load gives up."""
    retry_wait_s: float = 1.0
    """Seconds before the second attempt; each further wait is twice as long."""
    lock_wait_s: float = 10.0
    """Seconds to wait for another process that has the database file open."""
    query_limit_s: float = 30.0
    """Seconds after which a query of a page is interrupted."""
    smallest_count: int = 5
    """Numbers of children or pupils below this are never shown of what was uploaded; it can only be made larger."""
    smallest_respondents: int = 50
    """Shares of fewer respondents or children are never shown of what was uploaded; it can only be made larger."""
    last_spending_day: date = date(2025, 7, 31)
    """Last day on which the grant may be spent; it moves the even pace, the forecast and the weeks to go."""
    vat_burdens: bool = False
    """Whether VAT that a ledger gives apart is spending of the grant."""
    rent_limit_eur: int = 0
    """Most euros for extra rent before the dashboard warns; 0 for no limit."""
    staff_limit_eur: int = 0
    """Most euros for staff or expertise before the dashboard warns; 0 for no limit."""
    sisa_labels: Mapping[str, str] = field(default_factory=dict)
    """Other codes of the SiSa indicators than those of `model.grant`: `rent=D14/02, ...`."""

    deck_template: str = ""
    """PowerPoint file of the municipality's own house style for decks; empty for Startfoto's own."""

    role_claim: str = "roles"
    """Claim of the sign-in that holds the roles of a person; dots for a path, as in `realm_access.roles`."""
    role_editor: str = "bewerker"
    """What the provider calls the role bewerker."""
    role_manager: str = "beheerder"
    """What the provider calls the role beheerder."""
    allowed_hosts: str = ""
    """Other names under which people reach the application, with commas between; only where people sign in."""
    metrics_every_s: float = 60.0
    """Seconds between two lines of metrics in the log."""

    upload_quota_mb: int = 1000
    """Most megabytes (of a million bytes) that one person may bring in as files on one day."""
    upload_quota_files: int = 1000
    """Most files that one person may bring in on one day."""
    keep_uploads_days: int = 730
    """Days after which the bytes of uploaded files are deleted while their figures stay; 0 for never."""

    virus_scanner: str = ""
    """Address of a clamd (`host:port`, or the path of its socket) that looks at files that come in; empty for none."""

    def __post_init__(self) -> None:
        for name, least in (("smallest_count", 5), ("smallest_respondents", 50)):
            if getattr(self, name) < least:
                raise SettingError(
                    f"Instelling {name}: minder dan {least} mag niet, want dan zijn kinderen herkenbaar."
                )
        if not re.fullmatch(r"|/.+|[^\s/]+:\d{1,5}", self.virus_scanner):
            raise SettingError("Instelling virus_scanner: geef host:poort, of het pad van een socket.")
        if self.last_spending_day < date(2021, 7, 1):
            raise SettingError("Instelling last_spending_day: dit moet 1 juli 2021 of later zijn.")

    @property
    def database(self) -> Path:
        """The DuckDB file of the embedded store."""
        return self.data_dir / "startfoto.duckdb"


def _parse(name: str, kind: Any, raw: Any) -> Any:
    try:
        if kind is bool:
            if isinstance(raw, bool):
                return raw
            return {"1": True, "true": True, "ja": True, "0": False, "false": False, "nee": False}[str(raw).lower()]
        if kind is Path:
            return Path(raw).expanduser().resolve()
        if kind is date:
            return raw if type(raw) is date else date.fromisoformat(raw)
        if kind in (int, float):
            number = kind(raw)
            if not number >= (1 if kind is int and name not in _MAY_BE_NONE else 0):
                raise ValueError(f"{number} is too small")
            return number
        if kind is str:
            return str(raw)
        pairs = raw.items() if isinstance(raw, Mapping) else (part.split("=", 1) for part in raw.split(",") if part)
        return {key.strip(): value.strip() for key, value in pairs}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise SettingError(f"Instelling {name}: '{raw}' kan niet worden gelezen.") from error


def _kinds() -> dict[str, Any]:
    return {f.name: {"Path": Path}.get(getattr(f.type, "__name__", ""), f.type) for f in fields(Settings)}


def given(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the environment and, below it, the TOML file say of settings, as it stands there, by name.

    The file is `startfoto.toml` beside the application, or the one that `STARTFOTO_SETTINGS` names.
    Raises SettingError for an unknown name in the file, a file that is no TOML, or a missing named file.
    """
    environment = os.environ if environment is None else environment
    named = environment.get(PREFIX + "SETTINGS")
    path = Path(named) if named else ROOT / "startfoto.toml"
    if named and not path.is_file():
        raise SettingError(f"Instelling {PREFIX}SETTINGS: het bestand {path} bestaat niet.")
    try:
        from_file = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"Het instellingenbestand {path.name} is geen geldig TOML: {error}") from error
    unknown = sorted(set(from_file) - set(_kinds()))
    if unknown:
        raise SettingError(f"Onbekende instelling in {path.name}: {', '.join(unknown)}.")
    return dict(from_file) | {
        name: environment[PREFIX + name.upper()] for name in _kinds() if PREFIX + name.upper() in environment
    }


def _made(values: Mapping[str, Any]) -> Settings:
    kinds = _kinds()
    return Settings(**{name: _parse(name, kinds[name], raw) for name, raw in values.items()})


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment (`STARTFOTO_...`), else from the TOML file, else the defaults.

    Raises SettingError as `given`, and for a value that cannot be read.
    """
    return _made(given(environment))


_chosen: dict[str, str] = {}


def with_choices(chosen: Mapping[str, str]) -> Settings:
    """The settings with what a beheerder chose for some of CHANGEABLE; what the environment or the file say stays.

    Raises SettingError for a value that cannot be.
    """
    return _made({name: raw for name, raw in chosen.items() if name in CHANGEABLE} | given())


def adopt(chosen: Mapping[str, str]) -> None:
    """Let `current` be with these choices from now on. Raises SettingError, and changes nothing then."""
    global _chosen
    if chosen != _chosen:
        with_choices(chosen)
        _chosen = dict(chosen)
        current.cache_clear()


@cache
def current() -> Settings:
    """The settings of this process with what was adopted, read once."""
    return with_choices(_chosen)
