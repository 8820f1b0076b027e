"""A visit without a browser: Streamlit's own protocol over its websocket, as its page in a browser speaks it."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.crowd.page import Page

_XSRF = "_streamlit_xsrf"
_PATIENCE_S = 180
_ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visit:
    """One window on the application."""

    def __init__(self, address: str, hear: Callable[[bytes], None]) -> None:
        self.page = Page()
        self.path = ""
        self.runs: list[float] = []
        """The seconds from each action until the page was drawn."""
        self._address = address
        self._hear = hear  # called with every message as it comes in
        self._session = ""
        self._hashes: dict[str, str] = {}
        self._finished: asyncio.Future[int]
        self._answer: asyncio.Future[Any]

    async def __aenter__(self) -> Self:
        """Connect as a browser does: first over HTTP for the XSRF cookie."""
        # A connection for each request: one of before may be closed by the server at the moment that it is used again,
        # and then a browser asks a second time.
        once = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.AsyncClient(base_url=self._address, timeout=_PATIENCE_S, limits=once)
        await self._http.get("/_stcore/health")
        self._xsrf = self._http.cookies[_XSRF]
        self._finished = asyncio.get_running_loop().create_future()
        self._answer = asyncio.get_running_loop().create_future()
        self._socket: ClientConnection = await connect(
            f"ws{self._address.removeprefix('http')}/_stcore/stream",
            origin=Origin(self._address),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self._xsrf)],
            additional_headers={"Cookie": f"{_XSRF}={self._xsrf}"},
            max_size=None,
            open_timeout=_PATIENCE_S,
            ping_timeout=_PATIENCE_S,
        )
        self._reader = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the window."""
        await self._socket.close()
        await self._reader
        await self._http.aclose()

    async def open(self, path: str, query: str = "") -> None:
        """Type an address, as the first page of the visit."""
        self.path, self.page.query = path, dict(parse_qsl(query))
        await self._run(page_name=path)

    async def go(self, path: str) -> None:
        """Click on a page of the menu; what the sidebar chose goes along."""
        self.path = path
        self.page.leave()
        await self._run()

    async def choose(self, kind: str, label: str, *values: str) -> None:
        """Fill in a field that acts at once."""
        self.page.fill(kind, label, *values)
        await self._run()

    async def press(self, label: str) -> None:
        """Press a button; what was filled in of its form goes along."""
        await self._run(WidgetState(id=self.page.find("button", label).id, trigger_value=True))

    async def unfold(self, label: str) -> None:
        """Open the first expander of this name, which then draws its inside."""
        id = self.page.find("expandable", label).id
        self.page.states[id] = WidgetState(id=id, bool_value=True)
        await self._run()

    async def upload(self, label: str, name: str, content: bytes) -> None:
        """Give a file to an uploader: its place is asked for, it goes there over HTTP, and the script is told."""
        uploader = self.page.find("file_uploader", label).id
        asked = BackMsg()
        request = asked.file_urls_request
        request.request_id, request.session_id = name, self._session
        request.file_names.append(name)
        [urls] = (await self._ask(asked)).file_urls
        headers = {"X-Xsrftoken": self._xsrf, "Origin": self._address}
        (await self._http.put(urls.upload_url, files={"file": (name, content)}, headers=headers)).raise_for_status()
        file = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        state = FileUploaderState(uploaded_file_info=[file])
        self.page.states[uploader] = WidgetState(id=uploader, file_uploader_state_value=state)
        await self._run()

    async def download(self, label: str) -> bytes:
        """The file of a button that makes it when it is asked for."""
        asked = BackMsg()
        request = asked.backend_operation_request
        request.request_id, request.session_id = label, self._session
        request.deferred_file.file_id = self.page.find("download_button", label).deferred_file_id
        made = await self._ask(asked)
        assert not made.error_msg, made.error_msg
        return await self.fetch(made.deferred_file.url)

    async def fetch(self, path: str) -> bytes:
        """What the server has at a path, such as the polygons of a map."""
        reply = await self._http.get(path)
        reply.raise_for_status()
        self._hear(reply.content)
        return reply.content

    async def _ask(self, asked: BackMsg) -> Any:
        self._answer = asyncio.get_running_loop().create_future()
        await self._socket.send(asked.SerializeToString())
        return await asyncio.wait_for(self._answer, _PATIENCE_S)

    async def _run(self, *triggers: WidgetState, page_name: str = "") -> None:
        """Send the state of every widget, with what was just pressed, and wait until the page is drawn."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = urlencode({key: value for key, value in self.page.query.items() if value})
        state.page_name = page_name
        state.page_script_hash = self._hashes.get(self.path, "")
        state.widget_states.widgets.extend([*self.page.states.values(), *triggers])
        state.cached_message_hashes.extend(self.page.remembered)
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.locale = "nl-NL"
        state.context_info.url = f"{self._address}/{self.path}"
        begun = time.monotonic()
        self._finished = asyncio.get_running_loop().create_future()
        await self._socket.send(asked.SerializeToString())
        status = await asyncio.wait_for(self._finished, _PATIENCE_S)
        self.runs.append(time.monotonic() - begun)
        assert status in _ENDED, f"the script of /{self.path} does not compile"

    async def _listen(self) -> None:
        async for raw in self._socket:
            assert isinstance(raw, bytes)
            self._hear(raw)
            message = ForwardMsg.FromString(raw)
            self._take(message, message.WhichOneof("type") or "")
        for waiting in (self._finished, self._answer):
            if not waiting.done():
                waiting.set_exception(ConnectionError("the server ended the visit"))
                waiting.exception()  # it may be that nobody waits

    def _take(self, message: ForwardMsg, kind: str) -> None:
        if kind == "new_session":
            self.page.begin(message.metadata.run.script_run_id)
            self._session = message.new_session.initialize.session_id
        elif kind in ("delta", "ref_hash"):
            self.page.draw(message)
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self._hashes = {"" if one.is_default else one.url_pathname: one.page_script_hash for one in pages}
        elif kind == "page_info_changed":
            self.page.query = dict(parse_qsl(message.page_info_changed.query_string))
        elif kind in ("file_urls_response", "backend_operation_response"):
            self._answer.set_result(getattr(message, kind))
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.page.tidy(message.metadata.run.fragment_ids)
            if not self._finished.done():
                self._finished.set_result(message.script_finished)
