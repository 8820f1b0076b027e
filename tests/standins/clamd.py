"""clamd's command INSTREAM on 127.0.0.1: finds the EICAR test text, and keeps to a StreamMaxLength."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

HARMFUL = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"
"""The text that every scanner finds so that it can be tried; in two parts here, or it would find this file."""
LONGEST = 3_000_000


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LONGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"Eicar-Test-Signature FOUND" if HARMFUL in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def clamd() -> Iterator[str]:
    """The stand-in, as long as the block lasts; its address."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
