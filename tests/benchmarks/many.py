"""How is a database of reporting with very many cases made without waiting for all judges to find it all?

The example ledgers are judged once. Then their facts and findings are copied under other case numbers, as often as
need be: what reporting notes of them is what it would note of a log that came about in days.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from deploy.law.judging import indexed
from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding import filling
from services.reporting.rebuilding.versions import Versions
from services.reporting.tables import metadata
from shared.codec import encode, type_of
from shared.dispute import disputes
from shared.envelope import GENESIS, NO_DISTRICT, Draft, digest, read, stamp
from shared.events.base import Fact
from shared.events.district import LawAdopted
from shared.events.intake import DayBegan
from shared.log.notes import Notes
from shared.world import world_of
from tests.benchmarks.facts import BETWEEN, DISTRICTS, _rows, organs
from tests.given import JUDGES, packs

BATCH = 5000
RECORDED = "2026-01-{day:02}T08:00:00.000000+00:00"

_NUMBER = re.compile(r"(（\d{4}）\w\d+行[初终再申]\w?)(\d+)号")


def database(folder: Path, cases: int) -> tuple[str, int]:
    """Return the URL of a database with at least so many cases, and how many events it holds; made once a folder."""
    versions = Versions(folder / "notes.db")
    if not versions.first.exists():
        folder.mkdir(parents=True, exist_ok=True)
        noted = Versions(folder / "noted.db")
        with closing(Notes(f"sqlite:///{noted.first}", "reporting", [metadata], Tally())) as notes:
            for batch in batches(cases):
                notes.note(batch)
            notes.read_on_to(notes.position)
        filling.fill(noted.first, folder / "made", lambda progress: None).replace(versions.first)
    url = f"sqlite:///{versions.first}"
    with closing(Notes(url, "reporting", [metadata], Tally())) as notes:
        position, is_of_now = notes.position, notes.was_judged_by(filling.JUDGED_BY)
    if not is_of_now:  # it was made by another state of this repository
        filling.fill(versions.first, folder / "made", lambda progress: None).replace(versions.first)
    return url, position


def batches(cases: int) -> Iterator[list[tuple[int, bytes]]]:
    hash_, batch = GENESIS, list[tuple[int, bytes]]()
    for position, draft in enumerate(_drafts(cases), 1):
        body = stamp(draft, position, RECORDED.format(day=1 + position % 28), hash_)
        hash_ = digest(body)
        batch.append((position, body))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _drafts(cases: int) -> Iterator[Draft]:
    """Return what is on the log: laws, a day, organs, and then one copy of both ledgers after another."""
    first = [_about_all(LawAdopted(pack=id_, text=text, sha256=id_), id_) for id_, text in packs().items()]
    first += [_about_all(DayBegan(day=date(2023, 6, 19)), "day/1")]
    first += organs()
    yield from first
    yield _about_all(DayBegan(day=date(2025, 6, 2)), "day/2")
    judged = _judged(first)
    each = len({(one.district, one.subject) for one in judged})
    for copy in count():
        if copy * each >= cases:
            return
        yield from (_copied(draft, copy) for draft in judged)


def _about_all(event: Fact, id_: str) -> Draft:
    return Draft(
        source="intake",
        id=id_,
        type=type_of(type(event)),
        subject="",
        district=NO_DISTRICT,
        data=encode(event),
    )


def _judged(first: list[Draft]) -> list[Draft]:
    """Return facts and findings of both ledgers, of each the facts before what was found."""
    told = [draft for district in DISTRICTS for row in _rows(district, "ledger") for draft in row]
    now = _about_all(DayBegan(day=date(2025, 6, 2)), "day/2")
    records = [
        read(stamp(draft, at, RECORDED.format(day=1), GENESIS))
        for at, draft in enumerate([*first, now, *told], 1)
    ]
    found = list[Draft]()
    for rules in JUDGES:
        new = list[Draft]()
        for district in DISTRICTS:
            own = [one for one in records if one.district in (district, NO_DISTRICT)]
            about = [one for one in own if one.subject == "" or one.type.startswith("yingsu.organ")]
            cases = disputes([one for one in own if one not in about])
            world = indexed(cases, world_of(district, about))
            for dispute in cases:
                for key, finding in rules.follows(dispute, world).findings.items():
                    new.append(
                        Draft(
                            source=rules.service,
                            id="",
                            type=type_of(type(finding)),
                            subject=key.case,
                            district=district,
                            data=encode(finding),
                        )
                    )
        start = len(records) + 1
        records += [
            read(stamp(one, at, RECORDED.format(day=2), GENESIS)) for at, one in enumerate(new, start)
        ]
        found += new
    return [*told, *found]


def _copied(draft: Draft, copy: int) -> Draft:
    if copy == 0:
        return draft
    said = to_json([draft.id, draft.subject, draft.data]).decode()
    moved = _NUMBER.sub(lambda match: f"{match[1]}{int(match[2]) + BETWEEN * copy}号", said)
    id_, subject, data = _from(moved)
    return Draft(
        source=draft.source,
        id=id_,
        type=draft.type,
        subject=subject,
        district=draft.district,
        data=data,
    )


def _from(text: str) -> tuple[str, str, dict[str, Any]]:
    from pydantic_core import from_json

    id_, subject, data = from_json(text)
    return id_, subject, data
