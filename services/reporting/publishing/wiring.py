"""How are the parts that publish reports put together?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from services.reporting.publishing.api import Publishing
from services.reporting.publishing.looking import Reports
from services.reporting.publishing.making import Maker, Press
from services.reporting.publishing.previewing import Previews
from services.reporting.publishing.serving import Shelf
from services.reporting.publishing.signing import Signer
from services.reporting.reader import Reader
from services.reporting.reports import gather, rendered
from shared.archive import open_archive
from shared.settings import Settings


@dataclass(frozen=True)
class Published:
    """What publishes reports, and what answers for those that are published."""

    look: Reports
    desk: Publishing


def published(settings: Settings, url: str, house: Reader, passing: Callable[[str], None]) -> Published:
    """Return what publishes reports from the database at `url`; `house` is the reader of the house itself.

    Raises SigningKeyError, DataFolderError.
    """
    archive = open_archive(settings.published, settings.folder("published"))
    key = Path(settings.signing_key) if settings.signing_key else settings.folder() / "signing.key"
    signer = Signer(key)
    press = Press(house, gather, rendered)
    maker = Maker(press, archive, signer, house, passing)
    shelf = Shelf(house, archive, press, signer)
    return Published(Reports(url, maker.make), Publishing(house, shelf, Previews(house, press)))
