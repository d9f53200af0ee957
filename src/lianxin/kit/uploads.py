"""How much one request may upload, refused before the first byte is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: looks at the announced length, and leaves the files to the others.

    Without a length Django reads nothing at all, so the announced one is all that can come.
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raise RequestDataTooBig (HTTP 400 with a sentence) above LIANXIN_MAX_UPLOAD_BYTES."""
        if content_length > settings.LIANXIN_MAX_UPLOAD_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes announced")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of this handler's own."""
