"""How does a case's volume leave the house: its documents in order as one ZIP, with a catalogue?"""

import io
import re
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from services.intake.attachments import Attachments, NotKeptError
from services.intake.attachments.attached import Document
from services.intake.attachments.media import TYPES
from shared.pages.words import Words
from shared.sealing import is_sealed
from shared.spreadsheets import csv_of

CATALOGUE = "目录.csv"
HEADER = ("序号", "文书种类", "名称", "日期", "提交单位", "SHA-256", "字节", "状态", "文件")

_LONGEST = 60
"""Characters of a title in a file name: with number and kind that stays below the 255 bytes of file systems."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
"""What no file name may hold on some system, and what would show it in another order than it has."""
_FIRST_YEAR = 1980
"""ZIP knows no earlier one."""
_LARGE = 2**31

_WORDS = Words("zh")


class Item(NamedTuple):
    """One document of a volume."""

    document: Document
    """With its title in clear."""
    at_hand: bool
    """False when nobody has uploaded the file yet, or not who reported it."""


def file_name(document: Document, number: int = 0) -> str:
    """Return how a document is called as a file: kind and title, with its number in a volume before."""
    suffix = TYPES.get(document.media_type, ".bin")
    title = "" if is_sealed(document.title) else document.title
    title = _UNFIT.sub(" ", title).strip(" .")
    if title.lower().endswith(suffix):
        title = title[: -len(suffix)].rstrip(" .")
    kind = _WORDS.name("attachments", document.kind)
    parts = [f"{number:02d}" if number else "", kind if number else "", title[:_LONGEST].strip()]
    return ("-".join(part for part in parts if part) or kind) + suffix


async def volume(items: Sequence[Item], store: Attachments) -> AsyncIterator[bytes]:
    """Yield a volume piece by piece. Documents that are not at hand stand in its catalogue only."""
    sink = _Sink()
    archive = ZipFile(sink, "w", ZIP_STORED)
    rows = list[Sequence[object]]()
    for number, (document, at_hand) in enumerate(items, 1):
        name, state = file_name(document, number), "未上传 (not uploaded)"
        size = await store.size(document.sha256) if at_hand else None
        if size is not None:
            digest = sha256()
            with archive.open(_info(name, document), "w", force_zip64=size >= _LARGE) as member:
                try:
                    async for piece in store.open(document.sha256):
                        digest.update(piece)
                        member.write(piece)
                        yield sink.taken()
                except NotKeptError:  # it has gone this moment
                    digest = sha256()
            state = "完好 (whole)" if digest.hexdigest() == document.sha256 else "损坏 (damaged)"
        rows.append(
            (
                number,
                _WORDS.name("attachments", document.kind),
                "（已删除）" if is_sealed(document.title) else document.title,
                document.attached_on,
                _WORDS.source(document.source),
                document.sha256,
                document.size if size is None else size,
                state,
                "" if size is None else name,
            )
        )
    archive.writestr(ZipInfo(CATALOGUE, _moment(items)), csv_of([HEADER, *rows]).encode("utf-8-sig"))
    archive.close()
    yield sink.taken()


def _info(name: str, document: Document) -> ZipInfo:
    on = document.attached_on
    info = ZipInfo(name, (max(on.year, _FIRST_YEAR), on.month, on.day, 0, 0, 0))
    info.external_attr = 0o600 << 16
    return info


def _moment(items: Sequence[Item]) -> tuple[int, int, int, int, int, int]:
    """Return the day of the last document: the same volume is the same file, whenever it is asked for."""
    last = max(item.document.attached_on for item in items)
    return (max(last.year, _FIRST_YEAR), last.month, last.day, 0, 0, 0)


class _Sink(io.RawIOBase):
    """Takes what a ZIP is made of, until it is handed on."""

    def __init__(self) -> None:
        self._pieces = list[bytes]()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what has been written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
