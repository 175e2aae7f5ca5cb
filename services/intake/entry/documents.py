"""How does a document come in with a form, and which fields of its fact follow from the file itself?"""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Protocol

from starlette.datastructures import UploadFile

from services.intake.attachments import Attachments, TooLargeError
from services.intake.attachments.media import NAMED, EmptyError, MediaTypeError, recognise
from shared.access import Principal
from shared.problems import Problem

AT_ONCE = 1024 * 1024


class Noting(Protocol):
    """Remembers who brought which file."""

    async def note(self, sha256: str, principal: Principal) -> None:
        """Note that somebody brought a file."""


class Documents(Protocol):
    """Where documents are kept."""

    @property
    def store(self) -> Attachments:
        """Return the files."""

    @property
    def uploaders(self) -> Noting:
        """Return who brought them."""


async def attached(
    documents: Documents, principal: Principal, file: object, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Keep an uploaded file and return what the fact says of it. Raises Problem for one that is not taken."""
    if not isinstance(file, UploadFile) or not file.filename:
        raise _refused("没有选择文件 (no file was chosen)", "一份文件 (a file)")
    check = partial(recognise, declared=file.content_type or "")
    try:
        kept = await documents.store.put(_pieces(file), check=check)
    except TooLargeError as error:
        raise _refused(str(error), f"at most {error.most:,} bytes") from error
    except EmptyError as error:
        raise _refused(str(error), "a file with something in it") from error
    except MediaTypeError as error:
        raise _refused(str(error), error.found or NAMED) from error
    await documents.uploaders.note(kept.sha256, principal)
    return {
        "sha256": kept.sha256,
        "media_type": kept.media_type,
        "size": kept.size,
        "title": said.get("title") or file.filename,
    }


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(AT_ONCE):
        yield piece


def _refused(detail: str, expected: str) -> Problem:
    error = {"pointer": "/file", "detail": detail, "expected": expected}
    return Problem(422, "文件不能收下 (not a file that is taken)", detail, errors=[error])
