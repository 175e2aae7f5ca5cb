"""Which facts does a benchmark send? Those of the example ledgers, again and again under other case numbers."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from pydantic_core import to_json

from services.intake.imports.reading import KINDS, read
from shared.envelope import Draft
from tests.ledgers import example_bytes

DISTRICTS = ("xinzhou", "huancui")
BETWEEN = 1_000
"""What lies between the number of a case and that of its next copy."""

_NUMBER = re.compile(r"(\d+)号$")


def organs() -> list[Draft]:
    """Return the registers of both example districts."""
    return [draft for district in DISTRICTS for rows in _rows(district, "organs") for draft in rows]


def facts(most: int) -> list[Draft]:
    """Return so many facts in the order of a ledger: case after case, the districts in turn."""
    return list(islice(endless(), most))


def endless() -> Iterator[Draft]:
    """Yield facts in the order of a ledger for as long as they are asked for."""
    return _copies([(district, _rows(district, "ledger")) for district in DISTRICTS])


def _copies(ledgers: Sequence[tuple[str, Sequence[Sequence[Draft]]]]) -> Iterator[Draft]:
    for copy in count():
        for district, rows in ledgers:
            for row in rows:
                yield from (_copied(draft, district, copy) for draft in row)


def _copied(draft: Draft, district: str, copy: int) -> Draft:
    subject, data = _numbered(draft.subject, copy), draft.data
    if earlier := data.get("earlier_case"):
        data = {**data, "earlier_case": _numbered(earlier, copy)}
    id_ = draft.id.replace(draft.subject, subject, 1)
    return replace(draft, source=f"court/{district}", id=id_, subject=subject, data=data)


def _numbered(case: str, copy: int) -> str:
    return _NUMBER.sub(lambda match: f"{int(match[1]) + BETWEEN * copy}号", case)


def _rows(district: str, name: str) -> list[list[Draft]]:
    found = read(KINDS[name], district, example_bytes(district, name), f"{name}.csv").wanted.values()
    return [list(wanted.facts.values()) for wanted in found if wanted.facts]


def shuffled(drafts: Sequence[Draft], seed: int = 1) -> list[Draft]:
    """Return the same facts in an order no ledger has."""
    return random.Random(seed).sample(drafts, len(drafts))


def cloudevent(draft: Draft) -> dict[str, Any]:
    """Return a fact as a CloudEvent."""
    names = ("source", "id", "type", "subject", "district", "data")
    return {"specversion": "1.0", **{name: getattr(draft, name) for name in names}}


def lines(drafts: Sequence[Draft]) -> bytes:
    """Return facts as CloudEvents, one a line."""
    return b"".join(to_json(cloudevent(draft)) + b"\n" for draft in drafts)
