"""How does what a scenario tells become the facts a reporter would send?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from shared.case_number import CaseNumberError, normalise_case_number
from shared.codec import check, encode, type_of
from shared.dispute import SOURCES
from shared.envelope import BUREAU, Draft
from shared.events.base import Event, Fact
from shared.events.catalogue import FACTS, name_of
from shared.events.intake import FactCorrected, FactRetracted

SIBLINGS = frozenset({"case", "from", "id", "corrects", "replaces"})
"""What may stand beside the fact in an item."""

PLACE = "示范区"
"""Who reports, where an item names only a kind of source or none."""

TELLABLE: Mapping[str, type[Fact]] = {
    name: cls for name, cls in FACTS.items() if not cls.__module__.endswith(".intake")
}
"""The facts a scenario tells. Of those of intake, days are `when:`, revisions `corrects:` and `retracts:`."""

_SOURCE_OF = {"aftermath": "agency", "proceeding": "agency", "activities": "bureau", "district": "bureau"}

Path = tuple[str | int, ...]
Wrong = tuple[Path, str]
"""Where in the file, and what is wrong there."""


@dataclass(slots=True)
class _Fact:
    """A fact told before, and its last revision so far."""

    draft: Draft
    last: str
    revisions: int = 0


@dataclass(slots=True)
class Telling:
    """Tells items one after another; remembers what was told, so that a later one can correct it."""

    district: str
    cases: Mapping[str, str]
    """Case numbers by the names the file gives them."""
    default_case: str
    told: dict[str, _Fact] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def again(self) -> "Telling":
        """Return a teller that goes on from here by itself, but shares the list of what is wrong."""
        told = {id_: _Fact(one.draft, one.last, one.revisions) for id_, one in self.told.items()}
        return Telling(self.district, self.cases, self.default_case, told, self.wrong)

    def tell(self, path: Path, item: Any) -> Draft | None:
        """Return the draft of an item; None when it is wrong, which is then on the list."""
        if not isinstance(item, Mapping):
            self._refuse(path, f"{item!r} tells no fact; expected <event type>: {{its fields}}")
            return None
        if "retracts" in item:
            return self._retract(path, item)
        types = [str(key) for key in item if key not in SIBLINGS]
        if len(types) != 1:
            found = ", ".join(types) or "none"
            self._refuse(
                path, f"{found}; expected one event type, and beside it only {', '.join(sorted(SIBLINGS))}"
            )
            return None
        fact = self._fact((*path, types[0]), types[0], item[types[0]])
        if fact is None:
            return None
        if "replaces" in item and "corrects" not in item:
            self._refuse((*path, "replaces"), "no fact to replace a revision of; expected corrects: <id>")
            return None
        return self._correct(path, item, fact) if "corrects" in item else self._report(path, item, fact)

    def register(self, path: Path, organ: Any) -> Draft | None:
        """Return the draft of an organ of the file's register."""
        return self.tell_as(path, "organ-registered", organ)

    def tell_as(self, path: Path, type_: str, data: Any) -> Draft | None:
        """Return the draft of a fact whose type is known."""
        fact = self._fact(path, type_, data)
        return self._report(path, {}, fact) if fact is not None else None

    def number(self, path: Path, name: Any) -> str:
        """Return the number of a case by the name the file gives it, or as written."""
        if name in self.cases:
            return self.cases[name]
        try:
            return normalise_case_number(str(name))
        except CaseNumberError as error:
            names = f", or one of the file's cases: {', '.join(self.cases)}" if self.cases else ""
            self._refuse(path, f"{error}{names}")
            return ""

    def _fact(self, path: Path, type_: str, data: Any) -> Fact | None:
        cls = TELLABLE.get(type_)
        if cls is None:
            near = get_close_matches(type_, TELLABLE, 3, 0.5)
            hint = f" such as {', '.join(near)}" if near else ""
            self._refuse(path, f"no fact is of type {type_!r}; expected one of docs/events.md{hint}")
            return None
        data = {} if data is None else data
        if isinstance(data, Mapping) and data.get("earlier_case") in self.cases:
            data = {**data, "earlier_case": self.cases[data["earlier_case"]]}
        try:
            fact = check(type_of(cls), data)
        except ValidationError as error:
            for one in error.errors():
                self._refuse((*path, *one["loc"]), one["msg"])
            return None
        strays = list(_strays(data, encode(fact), path))
        self.wrong += strays
        return None if strays else fact

    def _report(self, path: Path, item: Mapping[str, Any], fact: Fact) -> Draft | None:
        source = self._source(path, item, _source_of(type(fact)))
        id_ = str(item.get("id") or f"{len(self.told) + 1:03}")
        if id_ in self.told:
            self._refuse((*path, "id"), f"{id_!r} stands twice; expected an id of its own")
            return None
        draft = self._draft(source, id_, self._subject(path, item, fact), fact)
        self.told[id_] = _Fact(draft, id_)
        return draft

    def _correct(self, path: Path, item: Mapping[str, Any], fact: Fact) -> Draft | None:
        target = self._target(path, item, "corrects")
        if target is None:
            return None
        subject = self._subject(path, item, fact) if "case" in item else target.draft.subject
        correction = FactCorrected(
            target_source=target.draft.source,
            target_id=target.draft.id,
            replaces=str(item.get("replaces", target.last)),
            type=type_of(type(fact)),
            data=encode(fact),
        )
        return self._revise(path, item, target, subject, correction)

    def _retract(self, path: Path, item: Mapping[str, Any]) -> Draft | None:
        allowed = ("retracts", "from", "id", "replaces")
        for stray in (str(key) for key in item if key not in allowed):
            self._refuse((*path, stray), f"{stray!r} beside retracts; expected {', '.join(allowed)}")
            return None
        target = self._target(path, item, "retracts")
        if target is None:
            return None
        retraction = FactRetracted(
            target_source=target.draft.source,
            target_id=target.draft.id,
            replaces=str(item.get("replaces", target.last)),
            type=target.draft.type,
        )
        return self._revise(path, item, target, target.draft.subject, retraction)

    def _revise(
        self, path: Path, item: Mapping[str, Any], target: _Fact, subject: str, revision: Fact
    ) -> Draft:
        source = self._source(path, item, target.draft.source)
        target.revisions += 1
        id_ = str(item.get("id") or f"{target.draft.id}#{target.revisions}")
        if "replaces" not in item:
            target.last = id_
        return self._draft(source, id_, subject, revision)

    def _target(self, path: Path, item: Mapping[str, Any], key: str) -> _Fact | None:
        id_ = str(item[key])
        if id_ in self.told:
            return self.told[id_]
        named = ", ".join(one for one in self.told if not one.isdigit())
        expected = f"one of {named}" if named else "the id of a fact told before, which needs `id:` beside it"
        self._refuse((*path, key), f"no fact {id_!r}; expected {expected}")
        return None

    def _subject(self, path: Path, item: Mapping[str, Any], fact: Fact) -> str:
        if fact.ABOUT == "case":
            return self.number((*path, "case"), item["case"]) if "case" in item else self.default_case
        if "case" in item:
            self._refuse(
                (*path, "case"), f"{name_of(type(fact))} is about no case; expected no `case:` beside it"
            )
        if fact.ABOUT == "bureau":
            return BUREAU
        return str(getattr(fact, fact.SLOT[0])) if fact.SLOT else self.district

    def _source(self, path: Path, item: Mapping[str, Any], usual: str) -> str:
        source = str(item.get("from", usual))
        kind, _, name = source.partition("/")
        if kind not in SOURCES:
            self._refuse(
                (*path, "from"), f"{source!r} is no source; expected one of {', '.join(SOURCES)}, as court/…"
            )
        return f"{kind}/{name or PLACE}"

    def _draft(self, source: str, id_: str, subject: str, fact: Fact) -> Draft:
        return Draft(
            source=source,
            id=id_,
            type=type_of(type(fact)),
            subject=subject,
            district=self.district,
            data=encode(fact),
        )

    def _refuse(self, path: Path, detail: str) -> None:
        self.wrong.append((path, detail))


def _source_of(cls: type[Event]) -> str:
    module = cls.__module__.rpartition(".")[2]
    return _SOURCE_OF.get(module, module)


def _strays(given: Any, kept: Any, path: Path) -> Iterator[Wrong]:
    """Yield the fields that a type does not have: a reporter may send them, a scenario has misspelt them."""
    if isinstance(given, Mapping) and isinstance(kept, Mapping):
        for key, value in given.items():
            if key not in kept:
                near = get_close_matches(str(key), map(str, kept), 1, 0.5) or sorted(map(str, kept))
                yield (*path, str(key)), f"no field {key!r}; expected {', '.join(near)}"
            else:
                yield from _strays(value, kept[key], (*path, str(key)))
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (one, other) in enumerate(zip(given, kept, strict=False)):
            yield from _strays(one, other, (*path, number))
