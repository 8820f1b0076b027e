"""What each of many people does in the application, and what is remembered of it to be checked afterwards."""

import io
import random
import re
import string
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import docx
import httpx
from websockets.exceptions import WebSocketException

from tests.crowd.page import Page
from tests.crowd.protocol import Visit

PAGES = ("", "kaart", "profiel", "leemtes", "budget", "maatregelen", "afspraken", "vergelijken", "respons")
ADDED_TO = ("Huiswerkclub in het buurthuis", "Thuiszitterstafel", "Zomerschool Zandkamp")
"""The measures to whose aim each person adds a word; who was second adds it to what the first made of it."""
REPLACED = ("Stageplekken bij de gemeente", "Weerbaar in de Binnenstad")
"""The measures of which each person replaces the owner, also where somebody else was first."""
AGREEMENT = "Wijzig een afspraak, of maak een nieuwe"
SCANS = Path(__file__).resolve().parents[2] / "data/example/scans"
FORMS = [SCANS / f"schoolscan obs {name}.docx" for name in ("de enk", "de perronklas", "de reiger", "zandkamp")]
WORD = re.compile(rb"zq[0-9]{2}[a-z]{8}")
"""A word that one person made up: `zq`, the number of the person and eight letters."""
_WRONG = (b"oem incident", b"Er ging iets mis", b"Traceback")
_LAYER = re.compile(r"/geo/[^\"?]+\.json")
_LEAVES = 1 / 3
"""How often who was second leaves it at what the first made of it."""


@dataclass
class Told:
    """What all of them did, saw and were told."""

    kept: list[tuple[str, str, str]] = field(default_factory=list)
    """Of what was acknowledged: the sort of write, of what it was, and the word in it."""
    asked: dict[str, float] = field(default_factory=dict)
    """By word the moment at which its person first asked to keep it."""
    seen: dict[tuple[str, int], float] = field(default_factory=dict)
    """By word and person when the server first sent it to that person."""
    faults: list[str] = field(default_factory=list)
    runs: list[tuple[str, float]] = field(default_factory=list)
    """Of each action the page and the seconds until it was drawn."""
    conflicts: int = 0
    visits: int = 0
    downloads: int = 0

    def leaks(self) -> list[str]:
        """Each word that somebody else got to see although it was never kept, or before that was asked for."""
        kept = {word for _, _, word in self.kept}
        return [
            f"{word} was sent to person {who}"
            for (word, who), at in self.seen.items()
            if int(word[2:4]) != who and (word not in kept or at < self.asked[word])
        ]

    def words(self, sort: str) -> list[tuple[str, str]]:
        """What was acknowledged of one sort: of what it was, and the word."""
        return [(of, word) for kind, of, word in self.kept if kind == sort]


class Person:
    """Somebody who visits; `pause` is the time that reading and typing take."""

    def __init__(self, number: int, address: str, told: Told, pause: Callable[[], Awaitable[None]]) -> None:
        self.number = number
        self._address = address
        self._told = told
        self._pause = pause
        self._random = random.Random(number)
        self._visit: Visit

    @property
    def _page(self) -> Page:
        return self._visit.page

    @asynccontextmanager
    async def visiting(self) -> AsyncIterator[None]:
        """A window on the application; every word that the server sends to it is noted."""
        self._told.visits += 1
        async with Visit(self._address, self._hear) as self._visit:
            yield

    async def stay(self, until: float) -> None:
        """Do one thing after another, now and then in a new window, until that moment of the monotonic clock."""
        often = (Person.read, Person.read, Person.read, Person.choose, Person.choose, Person.add_to_measure)
        seldom = (
            Person.replace_owner, Person.new_measure, Person.new_agreement, Person.add_to_agreement,
            Person.keep_scan, Person.look_at_scan, Person.sign, Person.take_along,
        )  # fmt: skip
        while time.monotonic() < until:
            try:
                async with self.visiting():
                    await self.read()
                    for _ in range(self._random.randint(6, 18)):
                        await self._pause()
                        if time.monotonic() >= until:
                            break
                        await self._random.choice((*often, *seldom))(self)
            except (AssertionError, LookupError, OSError, httpx.HTTPError, WebSocketException) as error:
                self._told.faults.append(f"person {self.number} on /{self._visit.path}: {error!r}")

    async def read(self) -> None:
        """Look at a page, with the polygons of its maps."""
        await self.go(self._random.choice(PAGES))
        for layer in {path for chart in self._page.charts() for path in _LAYER.findall(chart.replace("\\u002f", "/"))}:
            await self._visit.fetch(layer)

    async def choose(self) -> None:
        """Choose an area, a level and a theme: the map is of that area, also when many choose at once."""
        await self.go("kaart")
        area = self._random.choice(self._page.options("selectbox", "Gebied"))
        await self._do(self._visit.choose("selectbox", "Gebied", area))
        await self._pause()
        level = self._random.choice(self._page.options("button_group", "Toon"))
        await self._do(self._visit.choose("button_group", "Toon", level))
        theme = self._random.choice(self._page.options("selectbox", "Thema"))
        await self._do(self._visit.choose("selectbox", "Thema", theme))
        self._expect(f"Kaart van {area.rpartition(' (')[0]}")

    async def take_along(self) -> None:
        """Open a table and download it, where there is one."""
        await self.go("kaart")
        if not self._page.has("expandable", "Bekijk als tabel"):
            return
        await self._do(self._visit.unfold("Bekijk als tabel"))
        await self._visit.download("Download als CSV")
        self._told.downloads += 1

    async def sign(self) -> None:
        """Fill in a name: nobody else hears it before something is kept under it, and this one is never kept."""
        word = self._word()
        await self.go("maatregelen")
        await self._do(self._visit.choose("text_input", "Uw naam of team", word))
        await self.go("afspraken")
        if self._page.value("text_input", "Uw naam of team") != word:
            self._told.faults.append(f"person {self.number} lost the name {word}")
        await self._do(self._visit.choose("text_input", "Uw naam of team", ""))

    async def new_measure(self) -> None:
        """Add a measure."""
        word = self._word()
        await self.open_measure("Nieuwe maatregel")
        self._page.fill("text_input", "Naam", f"Maatregel {word}")
        await self._keep("Bewaar", word, f"'Maatregel {word}' is bewaard.", ("measure", "", word))

    async def open_measure(self, name: str) -> None:
        """Open the form of a measure, and read it."""
        if not self._visit.runs:
            await self._do(self._visit.open("maatregelen", urlencode({"maatregel": name})))
        else:
            await self.go("maatregelen")
            await self._do(self._visit.choose("selectbox", "Maatregel", name))
        await self._pause()

    async def add_to_measure(self, name: str = "") -> None:
        """Add a word to the aim of a measure that others change too."""
        await self.open_measure(name or self._random.choice(ADDED_TO))
        await self.save_addition()

    async def save_addition(self) -> None:
        """Keep the open measure with a word more; where somebody else was first, add it to theirs or leave it."""
        word, name = self._word(), self._page.value("text_input", "Naam")
        while True:
            self._page.fill("text_area", "Doel", f"{self._page.value('text_area', 'Doel')} {word}")
            if await self._keep("Bewaar", word, f"'{name}' is bewaard.", ("aim", name, word)):
                return
            await self._pause()
            await self._do(self._visit.press("Neem die van de ander"))
            if self._random.random() < _LEAVES:
                return

    async def replace_owner(self) -> None:
        """Make somebody the owner of a measure, whatever others made of it meanwhile."""
        word, name = self._word(), self._random.choice(REPLACED)
        await self.open_measure(name)
        self._page.fill("text_input", "Eigenaar", f"team {word}")
        button = "Bewaar"
        while not await self._keep(button, word, f"'{name}' is bewaard.", ("owner", name, word)):
            await self._pause()
            button = "Houd de mijne"

    async def new_agreement(self) -> None:
        """Write down what was agreed."""
        word = self._word()
        await self.go("afspraken")
        if self._page.value("text_area", "Afspraak"):  # of the one that this person changed a moment ago
            await self._do(self._visit.choose("selectbox", AGREEMENT, "Nieuwe afspraak"))
        self._page.fill("text_area", "Afspraak", f"Afspraak {word}")
        await self._keep("Bewaar de afspraak", word, "De afspraak is bewaard.", ("agreement", "", word))

    async def add_to_agreement(self, is_there: bool = False) -> None:
        """Add a word to an agreement that others change too, also while its page was open already."""
        word = self._word()
        if not is_there:
            await self.go("afspraken")
        listed = self._page.options("selectbox", AGREEMENT)[1:4]
        if not listed:
            return
        await self._do(self._visit.choose("selectbox", AGREEMENT, self._random.choice(listed)))
        await self._pause()
        while True:
            first = self._page.value("text_area", "Afspraak").split()[1]
            self._page.fill("text_area", "Afspraak", f"{self._page.value('text_area', 'Afspraak')} {word}")
            told = ("addition", first, word)
            if await self._keep("Bewaar de afspraak", word, "De afspraak is bewaard.", told):
                return
            await self._pause()
            await self._do(self._visit.press("Houd die van de ander"))

    async def look_at_scan(self) -> None:
        """Upload a school scan, see what it says and leave it at that."""
        await self._upload(self._word())

    async def keep_scan(self) -> None:
        """Upload a school scan and keep it."""
        word = self._word()
        await self._upload(word)
        await self._pause()
        await self._keep("1 schoolscan opnemen", word, "1 schoolscan: opgenomen als lading", ("scan", "", word))

    async def go(self, path: str) -> None:
        """Click on a page of the menu, or type its address in a window that has just been opened."""
        await self._do(self._visit.go(path) if self._visit.runs else self._visit.open(path), path)

    async def _upload(self, word: str) -> None:
        await self.go("schoolscans")
        form = self._random.choice(FORMS)
        await self._do(self._visit.upload("Schoolscans", f"{form.stem} {word}.docx", _with_wish(form, word)))
        self._expect("1 van de 1 schoolscan is klaar")

    async def _keep(self, button: str, word: str, told: str, kept: tuple[str, str, str]) -> bool:
        """Ask to keep something; False where somebody else was first."""
        self._told.asked.setdefault(word, time.monotonic())
        await self._do(self._visit.press(button))
        is_kept, is_second = self._page.says(told), self._page.says("heeft deze")
        assert is_kept != is_second, f"'{told}' was asked, and told was {self._page.texts()}"
        if is_kept:
            self._told.kept.append(kept)
        self._told.conflicts += is_second
        return is_kept

    async def _do(self, action: Awaitable[None], path: str | None = None) -> None:
        """Do something and look whether the page is as it should be."""
        before = len(self._visit.runs)
        await action
        self._told.runs += [(self._visit.path if path is None else path, took) for took in self._visit.runs[before:]]
        self._told.faults += [f"person {self.number} on /{self._visit.path}: {error}" for error in self._page.errors()]

    def _expect(self, words: str) -> None:
        if not self._page.says(words):
            self._told.faults.append(f"person {self.number}: no '{words}' in {self._page.texts()}")

    def _word(self) -> str:
        return f"zq{self.number:02}" + "".join(self._random.choices(string.ascii_lowercase, k=8))

    def _hear(self, raw: bytes) -> None:
        if any(words in raw for words in _WRONG):
            self._told.faults.append(f"person {self.number} was told: {raw!r}")
        for word in WORD.findall(raw.lower()):
            self._told.seen.setdefault((word.decode(), self.number), time.monotonic())


def _with_wish(form: Path, word: str) -> bytes:
    """A school's scan with a wish of one's own."""
    document = docx.Document(str(form))
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text == "Wensen overig":
                row.cells[1].text = f"Een rustige plek {word}"
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
