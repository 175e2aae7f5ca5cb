"""What do tests of feeds share? The standard mapping, records of it, and a desk that takes them."""

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from services.intake import feeds
from services.intake.feeds.lines import Feed
from services.intake.feeds.loading import load
from services.intake.feeds.mapping import FeedMapping
from services.intake.feeds.memory import Memory
from services.intake.feeds.taking import Taken, take
from shared.access import Principal
from tests.intake.imports.memory import MemoryLog

CASE = "（2023）鄂0117行初12号"
Record = dict[str, Any]


@cache
def standard() -> FeedMapping:
    file = Path(feeds.__file__).parent / "mappings" / "court-standard.yaml"
    return load(file.read_text(encoding="utf-8"))


def record(**said: Any) -> Record:
    """Return a record of a case that was docketed and heard; a field given as None is left out."""
    told: Record = {
        "ah": CASE,
        "gxsj": "20231109153000",
        "spcx": "一审",
        "yg": "周某某",
        "bg": "新洲区住房和城乡建设局",
        "larq": "20230506",
        "sfkt": "是",
        "ktrq": "20230620",
        "xzjgsfct": "是",
        "fzrxm": "王某",
        "fzrzj": "副职",
        **said,
    }
    return {name: value for name, value in told.items() if value is not None}


def court_feed(**said: Any) -> Feed:
    principal = Principal(
        id="feed:xz", role="court", districts=("xinzhou",), names=("鄂0117", "鄂01", "鄂"), label="xz"
    )
    feed = Feed(name="xz", mapping=standard(), principal=principal, district="xinzhou", version="1")
    return replace(feed, **said)


@dataclass
class Desk:
    """A feed, and the log its records come to."""

    feed: Feed = field(default_factory=court_feed)
    log: MemoryLog = field(default_factory=MemoryLog)
    memory: Memory = field(default_factory=lambda: Memory(":memory:"))

    async def take(self, *records: object) -> Taken:
        return await take(self.feed, records, self.log, self.log, self.memory, "sha256:0")

    def stands(self, fact: str, case: str = CASE, number: int = 1) -> Any:
        """Return what a fact says now, None where it is not there or was taken back."""
        return self.log.standing().get(f"xz/{case}/{fact}/{number}")

    @property
    def parked(self) -> list[dict[str, Any]]:
        """Return the records that wait parked."""
        return [said for id_, said in self.log.standing().items() if "/row-parked/" in id_]
