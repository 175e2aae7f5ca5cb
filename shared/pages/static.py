"""How do styles, scripts and pictures reach the browser? From memory, compressed, cached for ever by content."""

import gzip
import mimetypes
from functools import cached_property
from hashlib import sha256
from importlib.resources import files

from fastapi import Request, Response
from starlette.exceptions import HTTPException

FOREVER = "public, max-age=31536000, immutable"
"""An address names its content by `?v=`, so what it names never changes."""

_TEXT = frozenset({".css", ".js", ".svg"})


class Static:
    """The static files of a service's pages: its own, and those that all pages have."""

    def __init__(self, package: str) -> None:
        """`package` has a folder `static` beside its modules."""
        self._package = package
        self._compressed: dict[str, bytes] = {}

    @cached_property
    def _files(self) -> dict[str, bytes]:
        folders = [files(package).joinpath("static") for package in ("shared.pages", self._package)]
        return {
            file.name: file.read_bytes() for folder in folders for file in folder.iterdir() if file.is_file()
        }

    def content(self, name: str) -> bytes:
        """Return a static file. Raises FileNotFoundError for any name that is none."""
        try:
            return self._files[name]
        except KeyError as error:
            raise FileNotFoundError(name) from error

    @cached_property
    def _versions(self) -> dict[str, str]:
        return {name: sha256(content).hexdigest()[:12] for name, content in self._files.items()}

    def version(self, name: str) -> str:
        """Return by what an address names the content of a static file."""
        self.content(name)
        return self._versions[name]

    def address(self, name: str) -> str:
        """Return the address of a static file, with the version of its content."""
        return f"/static/{name}?v={self.version(name)}"

    def answer(self, request: Request, name: str) -> Response:
        """Return a static file as the browser wants it: not at all when it has it, else compressed."""
        try:
            tag = f'"{self.version(name)}"'
        except FileNotFoundError as error:
            raise HTTPException(404) from error
        current = request.query_params.get("v") == self.version(name)
        headers = {
            "ETag": tag,
            "Cache-Control": FOREVER if current else "no-cache",
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        media = mimetypes.guess_type(name)[0] or "text/plain"
        if "gzip" in request.headers.get("accept-encoding", "") and name[name.rfind(".") :] in _TEXT:
            if name not in self._compressed:
                self._compressed[name] = gzip.compress(self.content(name), 9, mtime=0)
            headers["Content-Encoding"] = "gzip"
            return Response(self._compressed[name], headers=headers, media_type=media)
        return Response(self.content(name), headers=headers, media_type=media)
