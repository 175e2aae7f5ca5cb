"""Is this text a law pack, and what does it say? Takes text, never a path; each error names line and expectation."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

import yaml
from pydantic import ValidationError
from yaml.composer import ComposerError

from shared.law.faults import Fault, PackError, faults_of, located, repeated_keys, unresolved
from shared.law.model import Law, Pack

NATIONAL = "national"

__all__ = ["NATIONAL", "Fault", "PackError", "law_of", "load"]


class _WrittenOut(yaml.SafeLoader):
    """Refuses aliases: a few lines of them can stand for a text without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "an alias; expected every value written out", mark)
        return super().compose_node(parent, index)


@lru_cache(maxsize=64)
def load(text: str) -> Pack:
    """Return the pack a text holds. Raises PackError with every fault found."""
    try:
        node = yaml.compose(text, Loader=_WrittenOut)
        content = yaml.safe_load(text)
    except (
        Exception
    ) as error:  # YAML's own errors, and whatever its values trip over: 2023-02-30, !!int x, [[[[
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        raise PackError([Fault(mark.line + 1 if mark else 0, "the file", f"not YAML: {problem}")]) from error
    if repeated := list(repeated_keys(node)):
        raise PackError(repeated)
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        raise PackError([located(node, one["loc"], one["msg"]) for one in error.errors()]) from error
    if faults := list(faults_of(pack, node)):
        raise PackError(faults)
    return pack


def law_of(district: str, packs: Mapping[str, str]) -> Law | None:
    """Return the law of a district from the texts of the adopted packs, or None when none is adopted for it.

    Only the district's own pack and the one it extends are read: what is wrong with another is for its district to
    trip over. Raises PackError when one of them is no pack, or names a duty neither of them has.
    """
    own = next((text for text in packs.values() if district_of(text) == district != ""), None)
    base = packs.get(load(own).extends or NATIONAL) if own is not None else None
    return _law(own, base) if own is not None and base is not None else None


@lru_cache(maxsize=64)
def district_of(text: str) -> str:
    """Return the district a pack says it is for, even when the rest of it cannot be read; empty without one."""
    try:
        return str(yaml.load(text, Loader=_WrittenOut).get("district") or "")  # noqa: S506 - a safe loader
    except Exception:  # no YAML, or no mapping
        return ""


@lru_cache(maxsize=64)
def _law(own: str, national: str) -> Law:
    law = Law(
        pack=load(own), national=load(national), version=sha256((national + own).encode()).hexdigest()[:12]
    )
    if faults := list(unresolved(law, yaml.compose(own, Loader=yaml.SafeLoader))):
        raise PackError(faults)
    return law
