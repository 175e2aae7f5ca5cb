"""In which entries do two law packs differ, and in which of their fields?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from shared.law.conditions import values_of
from shared.law.model import DutyRule, LawEntry, Pack, Target, entries_of

SAID = frozenset({"zh", "en", "note", "status", "article", "source"})
"""The last words of fields that say something to people and decide nothing."""

HEAD = ("pack", "name", "district", "division", "extends", "source", "in_force", "appearance")
"""What a pack says of itself; its mark is `pack/<field>`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry that differs; a field that is not there is None."""

    name: str
    """Its name, in a record behind that of the record: `due.working_days`."""
    old: Any
    new: Any

    @property
    def is_said(self) -> bool:
        """Return whether it only says something to people; conditions decide, whatever they ask for."""
        return not self.name.startswith("when.") and self.name.rpartition(".")[2] in SAID


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry that differs."""

    mark: str
    """`section/id`; of several of one name with what tells them apart in square brackets."""
    how: str
    """`added`, `removed` or `changed`."""
    article: str
    fields: tuple[Field, ...]

    @property
    def section(self) -> str:
        """Return the part of the pack it stands in."""
        return self.mark.partition("/")[0]

    @property
    def decides(self) -> bool:
        """Return whether anything but the words can follow from it."""
        return self.how != "changed" or not all(field.is_said for field in self.fields)


def difference(old: Pack, new: Pack) -> tuple[Changed, ...]:
    """Return the entries that were added, removed or changed, section by section."""
    before, after = _said(old), _said(new)
    found = []
    for mark in dict.fromkeys((*before, *after)):
        was, now = before.get(mark), after.get(mark)
        if was != now:
            how = "added" if was is None else "removed" if now is None else "changed"
            article = str((now or was or {}).get("article", ""))
            found.append(Changed(mark, how, article, tuple(_fields(was or {}, now or {}))))
    places = list(dict.fromkeys(mark.partition("/")[0] for mark in (*before, *after)))
    found.sort(key=lambda one: places.index(one.section))
    return (*found, *_order(old, new))


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Field]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Field(name, old.get(name), new.get(name))


def _order(old: Pack, new: Pack) -> Iterator[Changed]:
    """Say that routing rules both packs have are asked in another order: the first that applies wins."""
    before, after = ([rule.rule for rule in pack.routing] for pack in (old, new))
    kept = [rule for rule in before if rule in after]
    now = [rule for rule in after if rule in before]
    if kept != now:
        yield Changed("routing/*", "changed", "", (Field("order", kept, now),))


def _said(pack: Pack) -> dict[str, dict[str, Any]]:
    """Return every entry by its mark, as fields without depth."""
    said = {f"pack/{name}": flat({name: value}) for name in HEAD if (value := _plain(getattr(pack, name)))}
    same = defaultdict[str, list[LawEntry]](list)
    for entry in entries_of(pack):
        same[entry.mark].append(entry)
    for mark, entries in same.items():
        for number, entry in enumerate(entries, 1):
            of = f"[{_apart(entry, number)}]" if len(entries) > 1 else ""
            said[mark + of] = flat(_content(entry, pack))
    return said


def _apart(entry: LawEntry, number: int) -> str:
    """Return what tells an entry from others of its name: kinds of proceeding, what it asks for, and first day."""
    match entry.entry:
        case DutyRule() as duty:
            asked = (
                f"{name} {' / '.join(map(str, values_of(wanted)))}" for name, wanted in duty.when.items()
            )
            return ", ".join((*duty.category, *asked, *([f"since {duty.since}"] if duty.since else [])))
    return str(number)


def _content(entry: LawEntry, pack: Pack) -> dict[str, Any]:
    match entry.entry:
        case Target() as target:
            dated = {str(value.since): _plain(value) for value in target.values}
            return {"compare": target.compare, "binds": target.binds, **dated}
        case BaseModel() as record:
            return record.model_dump(mode="json", exclude_defaults=True) | {"article": entry.article}
    counted = pack.lost.flags.get(entry.id, True) if entry.section == "lost" and pack.lost else True  # type: ignore[call-overload]
    return {"counted": counted, "article": entry.article, "status": entry.status, "note": entry.note}


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, BaseModel) else value


def flat(content: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a mapping in mappings as one: `due.working_days`."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + str(name)] = value
    return found
