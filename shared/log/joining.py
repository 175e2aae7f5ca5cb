"""Which cases are joined to one another by what was noted of them?"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from shared.log.database import parts
from shared.log.statements import LINKED


def joined(connection: Connection, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the groups of joined cases that these belong to, each group once."""
    neighbours, new = defaultdict[str, set[str]](set), set(keys)
    seen = set(new)
    while new:
        for part in parts(sorted(new)):
            for left, right in connection.execute(LINKED, {"keys": part}).all():
                neighbours[left].add(right)
        new = {right for left in new for right in neighbours.get(left, ())} - seen
        seen |= new
    groups, grouped = [], set[str]()
    for key in keys:
        if key in grouped:
            continue
        group, open_ = {key}, [key]
        while open_:
            fresh = neighbours.get(open_.pop(), set()) - group
            group |= fresh
            open_ += fresh
        grouped |= group
        groups.append(tuple(sorted(group)))
    return groups
