"""How are the files of a published report had again, byte for byte, and is all that was published still right?"""

import asyncio
import time
from collections.abc import Sequence
from hashlib import sha256

import structlog
from sqlalchemy import Connection

from services.reporting.known import Known
from services.reporting.publishing.asking import edition_of, everything, publication
from services.reporting.publishing.keeping import Edition
from services.reporting.publishing.making import DATA, Renders, keep
from services.reporting.publishing.shapes import Checked, Flaw, PublicKey, Wrong
from services.reporting.publishing.signing import ALGORITHM, Signer, is_right
from services.reporting.publishing.unknown import DamagedFileError, no_file
from services.reporting.reader import Reader
from services.reporting.reports import ReportData, Texts
from shared.archive import Archive, NotKeptError
from shared.events.findings.reporting import PublishedFile
from shared.problems import Problem

_log = structlog.stdlib.get_logger("publishing")

REST = 300.0
"""Seconds for which a file that could not be made again is not tried again."""


class Shelf:
    """The files of what was published."""

    def __init__(self, reader: Reader, archive: Archive, press: Renders, signer: Signer) -> None:
        self._reader, self._archive, self._press, self._signer = reader, archive, press, signer
        self._turn = asyncio.Lock()
        self._given_up: dict[str, tuple[float, str]] = {}

    async def file(
        self, district: str, period: str, name: str, edition: int = 0
    ) -> tuple[PublishedFile, bytes]:
        """Return a file of an edition, of which not a byte is another than when it was published.

        One that is missing or damaged is made again. Raises Problem; DamagedFileError where that fails.
        """
        found = await self._reader.about(_edition, district, period, edition)
        for file in found.says.files:
            if file.name == name:
                return file, await self._content(found, file)
        raise no_file(found.says.period, name, (file.name for file in found.says.files))

    async def check(self) -> Checked:
        """Read all that was published and say what is wrong of it. Takes as long as reading it once."""
        editions = await self._everything()
        flaws = [flaw for one in editions for flaw in await self._flaws(one)]
        return Checked(
            ok=not flaws,
            editions=len(editions),
            files=sum(len(one.says.files) for one in editions),
            problems=tuple(flaws),
            keys=keys_of(editions, self._signer),
        )

    async def keys(self) -> tuple[PublicKey, ...]:
        """Return the keys that reports are or were signed with, that of new reports first."""
        return keys_of(await self._everything(), self._signer)

    async def _everything(self) -> tuple[Edition, ...]:
        found = [await self._reader.about(everything, one.id) for one in await self._reader.districts()]
        return tuple(edition for some in found for edition in some)

    async def _flaws(self, one: Edition) -> Sequence[Flaw]:
        found = []
        if not is_right(one.district, one.data):
            found.append(_flaw(one, "signature", ""))
        for file in one.says.files:
            state = await self._archive.verify(file.sha256)
            if state != "whole":
                found.append(_flaw(one, state, file.name))
        return found

    async def _content(self, edition: Edition, file: PublishedFile) -> bytes:
        content, state = await self._kept(file)
        if content is not None:
            return content
        async with self._turn:
            content, state = await self._kept(file)  # whoever came first may have made it again
            if content is not None:
                return content
            until, why = self._given_up.get(file.sha256, (0.0, ""))
            if time.monotonic() >= until:
                why = await self._restored(edition, file)
                if not why:
                    self._given_up.pop(file.sha256, None)
                    content, state = await self._kept(file)
                    if content is not None:
                        return content
                self._given_up[file.sha256] = time.monotonic() + REST, why
        raise DamagedFileError(edition.says.period, file.name, file.sha256, state, why)

    async def _restored(self, edition: Edition, file: PublishedFile) -> str:
        """Make the files of an edition again; return why that did not bring back this one, if so."""
        _log.warning("a published file is made again", period=edition.says.period, file=file.name)
        try:
            made = await self._press.files(await self._data(edition))
        except (Problem, OSError) as error:
            return f"it could not be rendered again: {error}"
        known = {one.sha256 for one in edition.says.files}
        found = {sha256(one.content).hexdigest(): one for one in made}
        for hashed in known & found.keys():  # what else is damaged is mended with it
            await keep(self._archive, found[hashed])
        return "" if file.sha256 in found else "rendering it again gives other bytes"

    async def _data(self, edition: Edition) -> ReportData:
        """Return what a report says: as it was kept, or else gathered again as of its position."""
        says = edition.says
        for file in says.files:
            if file.media_type == DATA:
                content, _ = await self._kept(file)
                if content is not None:
                    return ReportData.read(content)
        texts = Texts(number=says.number, problems=says.problems, measures=says.measures)
        return await self._press.gathered(edition.district, says.period, says.at_position, texts)

    async def _kept(self, file: PublishedFile) -> tuple[bytes | None, str]:
        """Return the bytes of a file, or None and what is wrong with it."""
        try:
            content = b"".join([piece async for piece in self._archive.open(file.sha256)])
        except NotKeptError:
            return None, "missing"
        except OSError as error:
            _log.error("the archive of published reports cannot be read", reason=str(error))
            return None, f"not readable ({error})"
        return (content, "whole") if sha256(content).hexdigest() == file.sha256 else (None, "damaged")


def keys_of(editions: Sequence[Edition], signer: Signer) -> tuple[PublicKey, ...]:
    """Return the keys that editions were signed with, after the one that signs now."""
    found = {one.says.key: one.says.public_key for one in editions}
    found.pop(signer.id, None)
    own = PublicKey(id=signer.id, algorithm=ALGORITHM, public_key=signer.public_key, current=True)
    others = (
        PublicKey(id=id_, algorithm=ALGORITHM, public_key=key, current=False)
        for id_, key in sorted(found.items())
    )
    return (own, *others)


def _flaw(one: Edition, what: Wrong, file: str) -> Flaw:
    return Flaw(district=one.district, period=one.says.period, edition=one.number, what=what, file=file)


def _edition(connection: Connection, known: Known, period: str, edition: int, _position: int) -> Edition:
    return edition_of(publication(connection, known, period), edition)
