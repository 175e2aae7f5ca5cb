"""How do styles, scripts and pictures reach the browser? From memory, compressed, cached for ever by content."""

import gzip
import mimetypes
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import Request, Response
from starlette.exceptions import HTTPException

FOREVER = "public, max-age=31536000, immutable"
"""An address names its content by `?v=`, so what it names never changes."""

_FOLDER = files("services.reporting.pages").joinpath("static")
_TEXT = frozenset({".css", ".js", ".svg"})


@cache
def content(name: str) -> bytes:
    """Return a static file. Raises FileNotFoundError for any name that is none."""
    for entry in _FOLDER.iterdir():
        if entry.name == name and entry.is_file():
            return entry.read_bytes()
    raise FileNotFoundError(name)


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(content(name), 9, mtime=0)


@cache
def version(name: str) -> str:
    """Return by what an address names the content of a static file."""
    return sha256(content(name)).hexdigest()[:12]


def address(name: str) -> str:
    """Return the address of a static file, with the version of its content."""
    return f"/static/{name}?v={version(name)}"


def answer(request: Request, name: str) -> Response:
    """Return a static file as the browser wants it: not at all when it has it, else compressed."""
    try:
        tag = f'"{version(name)}"'
    except FileNotFoundError as error:
        raise HTTPException(404) from error
    current = request.query_params.get("v") == version(name)
    headers = {"ETag": tag, "Cache-Control": FOREVER if current else "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    media = mimetypes.guess_type(name)[0] or "text/plain"
    if "gzip" in request.headers.get("accept-encoding", "") and name[name.rfind(".") :] in _TEXT:
        return Response(_compressed(name), headers={**headers, "Content-Encoding": "gzip"}, media_type=media)
    return Response(content(name), headers=headers, media_type=media)
