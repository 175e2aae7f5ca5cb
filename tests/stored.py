"""What stands on a log that holds these facts? Its stored bytes, with the laws and calendars a log begins with."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import yaml

from services.intake.seed import bundled
from shared.codec import encode, type_of
from shared.envelope import GENESIS, NO_DISTRICT, Draft, digest, stamp
from shared.events.base import Fact
from shared.events.district import LawAdopted
from shared.events.intake import DayBegan
from tests.given import TODAY, packs


def stored(drafts: Iterable[Draft], day: date = TODAY) -> list[bytes]:
    """Return a log on which a day began last."""
    began = _about_all(DayBegan(day=day), "intake", f"day/{day}", str(day))
    log, before = list[bytes](), GENESIS
    for position, draft in enumerate((*bundled(), *drafts, began), 1):
        log.append(stamp(draft, position, "2024-01-01T00:00:00.000000+00:00", before))
        before = digest(log[-1])
    return log


def adoption(text: str, revision: int = 1) -> Draft:
    """Return the fact that a pack was adopted."""
    pack = yaml.safe_load(text)["pack"]
    fact = LawAdopted(pack=pack, text=text, sha256=sha256(text.encode()).hexdigest(), version=revision)
    return _about_all(fact, f"bureau/{pack}", f"law/{pack}/{revision}", pack)


def edited(
    pack: str, change: Callable[[dict[str, Any]], object], texts: Mapping[str, str] | None = None
) -> str:
    """Return the text of a bundled pack in which something was changed."""
    said = yaml.safe_load((texts or packs())[pack])
    change(said)
    return yaml.dump(said, Dumper=_WrittenOut, allow_unicode=True, sort_keys=False)


def named(entries: Iterable[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the entry of a section that has this name."""
    return next(entry for entry in entries if name in entry.values())


class _WrittenOut(yaml.SafeDumper):
    """Writes every value out: a pack with aliases is refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _about_all(fact: Fact, source: str, id_: str, subject: str) -> Draft:
    return Draft(
        source=source,
        id=id_,
        type=type_of(type(fact)),
        subject=subject,
        district=NO_DISTRICT,
        data=encode(fact),
    )
