"""A file to download stays for a while, also when many people visit."""

import time

from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind

STAYS_S = 60.0
"""How long a file can be fetched after it was made, at least."""


class LastingFile(MediaFileMetadata):
    """Streamlit removes a file that was made for a click when two runs have ended, of anybody.

    With thirty people that is before the browser of who clicked has asked for it.
    """

    def __init__(self, kind: MediaFileKind = MediaFileKind.MEDIA) -> None:
        super().__init__(kind)
        self._stays_until = time.monotonic() + STAYS_S

    @property
    def is_marked_for_delete(self) -> bool:
        """Whether it may be removed when a run ends."""
        return super().is_marked_for_delete and time.monotonic() >= self._stays_until


def keep_for_a_while() -> None:
    """From here on, files to download stay."""
    media_file_manager.MediaFileMetadata = LastingFile  # type: ignore[misc]
