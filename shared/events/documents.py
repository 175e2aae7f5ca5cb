"""Which documents are kept of a case?"""

from datetime import date
from typing import ClassVar

from shared.events.base import Fact, event
from shared.events.words import AttachmentKind, Digest, Named, Number


@event
class DocumentAttached(Fact):
    """A document of the case is kept as a file; the hash of its content names it."""

    REPORTED_BY: ClassVar = ("court", "procuratorate", "office", "bureau", "agency")
    SLOT: ClassVar = ("sha256",)
    DECIDES: ClassVar = "attached_on"
    PERSONAL: ClassVar = ("title",)

    sha256: Digest
    title: Named
    """What people call it; a file name often holds a claimant's."""
    media_type: Named
    size: Number
    """Bytes."""
    attached_on: date
    kind: AttachmentKind = "other"
