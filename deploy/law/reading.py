"""Is this text a scenario file of a pack, and what does it say? Every fault names its line and what was expected."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deploy.law.articles import cites
from deploy.law.expecting import Expectation
from deploy.law.laws import Packs, law
from deploy.law.scenarios import DEFAULT_CASE, Scenario, ScenarioError, ScenarioFile, Step
from deploy.law.telling import Path, Telling
from deploy.law.wanted import Said, expectation
from shared.envelope import Draft
from shared.law.faults import Fault, located, repeated_keys
from shared.law.model import entries_of


class _Loader(yaml.SafeLoader):
    """Leaves days as text: so one that is no day is a fault with its line, like any other. `on` is a word."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Step(_Form):
    """What more is told, and what then follows."""

    given: list[Any] = Field(default_factory=list)
    when: date | None = None
    then: list[Any] = Field(min_length=1)


class _Scenario(_Step):
    scenario: Annotated[str, Field(min_length=1)]
    article: Said
    judged_as: str = Field(default="", alias="judged-as")
    reading: dict[str, bool | int | str] = Field(default_factory=dict)
    and_then: list[_Step] = Field(default_factory=list, alias="and-then")


class _File(_Form):
    scenarios_of: str = Field(alias="scenarios-of")
    judged_as: str = Field(default="", alias="judged-as")
    day: date
    cases: dict[str, str] = Field(default_factory=dict)
    organs: list[Any] = Field(default_factory=list)
    given: list[Any] = Field(default_factory=list)
    scenarios: list[_Scenario] = Field(default_factory=list)


FORM: type[BaseModel] = _File
"""The form of a file, but for what is told and expected."""


def read(text: str, packs: Packs) -> ScenarioFile:
    """Return the scenarios a text holds. `packs` are those a scenario may be judged by, the pack's own among them.

    Raises ScenarioError with every fault found.
    """
    node, content = _parsed(text)
    try:
        form = _File.model_validate(content)
    except ValidationError as error:
        raise ScenarioError([located(node, one["loc"], one["msg"]) for one in error.errors()]) from error
    if form.scenarios_of not in packs:
        detail = f"no pack {form.scenarios_of!r} is known; expected one of {', '.join(packs)}"
        raise ScenarioError([located(node, ("scenarios-of",), detail)])
    reader = _Reader(form, packs, node)
    scenarios = reader.scenarios()
    if reader.faults:
        raise ScenarioError(sorted(reader.faults, key=lambda fault: fault.line))
    return ScenarioFile(form.scenarios_of, tuple(scenarios))


def _parsed(text: str) -> tuple[Any, Any]:
    try:
        node = yaml.compose(text, Loader=_Loader)
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except Exception as error:  # YAML's own errors, and whatever its values trip over
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        fault = Fault(mark.line + 1 if mark else 0, "the file", f"not YAML: {problem}")
        raise ScenarioError([fault]) from error
    if repeated := list(repeated_keys(node)):
        raise ScenarioError(repeated)
    return node, content


class _Reader:
    """Reads one file that has the right form; collects what is wrong with it."""

    def __init__(self, form: _File, packs: Packs, node: Any) -> None:
        self._form, self._packs, self._node = form, packs, node
        self.faults: list[Fault] = []

    def scenarios(self) -> list[Scenario]:
        """Return the scenarios of the file, as far as they can be read."""
        form = self._form
        usual = self._judged_as(("judged-as",), form.judged_as or form.scenarios_of)
        if usual is None:
            return []
        cases: dict[str, str] = {}
        start = Telling(law(self._packs, usual).pack.district, {}, DEFAULT_CASE)
        for name, case in form.cases.items():
            cases[name] = start.number(("cases", name), case)
        start.cases, start.default_case = cases, next(iter(cases.values()), DEFAULT_CASE)
        organs = [start.register(("organs", number), organ) for number, organ in enumerate(form.organs)]
        told = [start.tell(("given", number), item) for number, item in enumerate(form.given)]
        self._collect(start)
        background = tuple(draft for draft in (*organs, *told) if draft is not None)
        titles: dict[str, int] = {}
        found = []
        for number, one in enumerate(form.scenarios):
            path: Path = ("scenarios", number)
            if one.scenario in titles:
                first = self._line(("scenarios", titles[one.scenario]))
                detail = f"{one.scenario!r} stands in line {first} already; expected a title of its own"
                self._fault((*path, "scenario"), detail)
            titles.setdefault(one.scenario, number)
            found.append(self._scenario(path, one, usual, start.again(), background))
        return found

    def _scenario(
        self, path: Path, form: _Scenario, usual: str, telling: Telling, background: tuple[Draft, ...]
    ) -> Scenario:
        judged_as = self._judged_as((*path, "judged-as"), form.judged_as or usual) or usual
        telling.district = law(self._packs, judged_as).pack.district
        self._article(path, form.article, judged_as)
        self._reading(path, form, judged_as)
        drafts = [_in(draft, telling.district) for draft in background]
        steps, day = list[Step](), form.when or self._form.day
        since = day
        places: list[Path] = [path, *((*path, "and-then", number) for number in range(len(form.and_then)))]
        for place, step in zip(places, (form, *form.and_then), strict=True):
            day = step.when or day
            items = enumerate(step.given)
            drafts += filter(None, [telling.tell((*place, "given", number), item) for number, item in items])
            steps.append(Step(tuple(drafts), day, tuple(self._then(place, step, telling)), since))
        self._collect(telling)
        return Scenario(
            form.scenario, form.article, self._line(path), tuple(steps), judged_as, dict(form.reading)
        )

    def _then(self, place: Path, step: _Step, telling: Telling) -> list[Expectation]:
        paths: list[Path] = [(*place, "then", number) for number in range(len(step.then))]
        found = [
            expectation(path, self._line(path), item, telling)
            for path, item in zip(paths, step.then, strict=True)
        ]
        return [one for one in found if one is not None]

    def _judged_as(self, path: Path, pack: str) -> str | None:
        if pack in self._packs and self._packs[pack].extends in ("", *self._packs):
            return pack
        self._fault(path, f"no pack {pack!r} to judge by; expected one of {', '.join(self._packs)}")
        return None

    def _article(self, path: Path, article: str, judged_as: str) -> None:
        concerned = {self._form.scenarios_of, judged_as}
        concerned |= {self._packs[pack].extends for pack in concerned} - {""}
        packs = [self._packs[pack] for pack in concerned]
        articles = {entry.article for pack in packs for entry in entries_of(pack)}
        articles |= {pack.in_force.article for pack in packs} | {pack.appearance for pack in packs}
        if not any(cites(entry, article) for entry in articles):
            detail = f"no entry cites {article!r}; expected an article the pack or the national one names"
            self._fault((*path, "article"), detail)

    def _reading(self, path: Path, form: _Scenario, judged_as: str) -> None:
        known = law(self._packs, judged_as).parameters
        for name, value in form.reading.items():
            at = (*path, "reading", name)
            if name not in known:
                self._fault(at, f"no parameter {name!r}; expected one of {', '.join(known)}")
            elif type(value) is not type(known[name].value) or value not in (known[name].one_of or (value,)):
                expected = ", ".join(map(str, known[name].one_of)) or type(known[name].value).__name__
                self._fault(at, f"{name} cannot be {value!r}; expected {expected}")

    def _collect(self, telling: Telling) -> None:
        for path, detail in telling.wrong:
            self._fault(path, detail)
        telling.wrong.clear()

    def _fault(self, path: Path, detail: str) -> None:
        self.faults.append(located(self._node, path, detail))

    def _line(self, path: Path) -> int:
        return located(self._node, path, "").line


def _in(draft: Draft, district: str) -> Draft:
    return replace(draft, district=district)
