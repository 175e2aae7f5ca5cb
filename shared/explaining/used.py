"""Which values of the law were used in judging a case? The law itself remembers what it was asked."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import PrivateAttr

from shared.explaining.shapes import LawUsed, Value
from shared.law.model import Law, Parameter, Said


class _Remembering(dict[str, Parameter]):
    """Parameters that remember which of them were looked up."""

    def __init__(self, parameters: Mapping[str, Parameter], asked: dict[str, None]) -> None:
        super().__init__(parameters)
        self._asked = asked

    def __getitem__(self, name: str) -> Parameter:
        parameter = super().__getitem__(name)
        self._asked[name] = None
        return parameter

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401 - this is that method


class Watched(Law):
    """A law that remembers which of its parameters were asked for."""

    _asked: dict[str, None] = PrivateAttr(default_factory=dict)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Return the open readings and choices, each remembered when it is looked up."""
        return _Remembering(super().parameters, self._asked)

    def _reading_on(self, day: date) -> "Watched":
        """Return the law as read on a day, remembered here as well."""
        read = super()._reading_on(day)
        read._asked = self._asked
        return read

    def asked(self) -> Iterator[Value]:
        """Return the parameters that were asked for, in the order in which that happened first."""
        for name in self._asked:
            said = self.parameters[name]
            own = name in self.pack.parameters
            yield value(f"parameters/{name}", said.value, said, self.pack if own else self.national)


def watched(law: Law) -> Watched:
    """Return the same law, watched from now on."""
    return Watched(pack=law.pack, national=law.national, version=law.version)


def value(mark: str, used: bool | int | str, said: Said, pack: Any) -> Value:
    """Return a value that was used, with where the law says so."""
    return Value(
        mark=mark, value=used, article=said.article, status=said.status, note=said.note, pack=pack.pack
    )


def law_used(law: Law) -> LawUsed:
    """Return which law it is, and the days it governs."""
    said = law.in_force
    return LawUsed(
        pack=law.pack.pack,
        name=law.pack.name,
        version=law.version,
        extends=law.national.pack,
        since=said.since,
        until=said.until,
        article=said.article,
        status=said.status,
        note=said.note,
    )
