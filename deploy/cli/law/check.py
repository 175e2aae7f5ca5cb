"""Does a pack say what its scenarios expect, and does a scenario stand for each of its entries?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from deploy.cli.law.packs import BUNDLED, BrokenPack, Meant, bundled
from deploy.cli.law.packs import checked as right
from deploy.cli.options import Output
from deploy.cli.output import Format, errors, screen, table, texts, write_csv, write_json
from deploy.cli.trouble import ATTENTION, REFUSED, Trouble
from deploy.law.checked import Checked, checked
from deploy.law.reading import read
from deploy.law.scenarios import Scenario, ScenarioError
from shared.law.loader import load
from shared.law.model import Pack

COLUMNS = ("pack", "article", "summary", "entries", "scenarios", "result")
STYLES = {"ok": "green", "fails": "bold red", "uncovered": "yellow"}
SAID = {"ok": "ok", "fails": "fails 不通过", "uncovered": "uncovered 未覆盖"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A pack to check, and the text of its scenarios."""

    pack: Meant
    file: str
    """How the scenario file is called where faults are shown."""
    scenarios: str | None
    """None: there is none."""


class BrokenScenarios(Trouble):
    """Texts are no scenario files; every fault is listed with its line."""

    def __init__(self, faults: Sequence[str]) -> None:
        count = "One fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{count} in scenarios.", REFUSED, faults)


def check(
    pack: Annotated[
        str | None,
        typer.Argument(help="A pack file with its scenarios beside it, or a pack of this release; else all."),
    ] = None,
    national: Annotated[
        Path | None,
        typer.Option(help="The national pack to stand on; else that of this release.", metavar="FILE"),
    ] = None,
    output: Output = Format.TABLE,
) -> None:
    """Run the scenarios beside a pack, and list its articles and the entries no scenario covers.

    No house need run. Exit codes: 0 fine; 1 a scenario fails or an entry is uncovered; 2 the pack or its scenarios
    cannot be read: every fault is listed.
    """
    on = _base(national)
    asked = _asked(pack, on)
    packs = _packs(asked, on)
    scenarios = _scenarios(asked, packs)
    found = [
        (one, checked(id_, own, packs)) for one, (id_, own) in zip(asked, scenarios.items(), strict=True)
    ]
    match output:
        case Format.JSON:
            write_json([{**asdict(result), "file": one.file} for one, result in found])
        case Format.CSV:
            rows = [{"pack": result.pack, **asdict(row)} for _, result in found for row in result.articles]
            write_csv(rows, COLUMNS)
        case Format.TABLE:
            for one, result in found:
                _show(one, result)
    if not all(result.fine for _, result in found):
        raise typer.Exit(ATTENTION)


def _base(national: Path | None) -> Mapping[str, str]:
    """Return the texts a pack can stand on or be judged as, by id: those of this release, and the one told."""
    if national is None:
        return bundled()
    one = Meant(str(national), _text(national))
    return {**bundled(), right(one, {}).pack: one.text}


def _asked(told: str | None, on: Mapping[str, str]) -> list[_Asked]:
    if told is None:
        return [_bundled(name, text) for name, text in on.items()]
    name = told.removeprefix(BUNDLED)
    if name in on and not Path(told).is_file():
        return [_bundled(name, on[name])]
    file = Path(told)
    if not file.is_file() and not file.suffix:
        known = ", ".join(bundled())
        raise Trouble(f"No pack is called {told}, and no file. Known are: {known}.", REFUSED)
    beside = "scenarios.yaml" if file.stem == "pack" else f"{file.stem}.scenarios.yaml"
    scenarios = file.with_name(beside)
    return [
        _Asked(Meant(told, _text(file)), str(scenarios), _text(scenarios) if scenarios.is_file() else None)
    ]


def _bundled(name: str, text: str) -> _Asked:
    beside = files("shared.law").joinpath("packs", f"{name}.scenarios.yaml")
    scenarios = beside.read_text(encoding="utf-8") if beside.is_file() else None
    return _Asked(Meant(name, text), f"{name}.scenarios.yaml", scenarios)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Trouble(f"The file {file} cannot be read: {error.strerror}.", REFUSED) from error
    except UnicodeDecodeError as error:
        raise Trouble(f"The file {file} is not in UTF-8: {error}.", REFUSED) from error


def _packs(asked: Sequence[_Asked], on: Mapping[str, str]) -> dict[str, Pack]:
    """Return what may be judged by, by id; the packs asked about are right. Raises BrokenPack with all faults."""
    broken: list[BrokenPack] = []
    own: dict[str, Pack] = {}
    for one in asked:
        try:
            pack = right(one.pack, on)
            own[pack.pack] = pack
        except BrokenPack as error:
            broken.append(error)
    if broken:
        raise Trouble(
            " ".join(error.message for error in broken),
            REFUSED,
            [detail for error in broken for detail in error.details],
        )
    return {**{id_: load(text) for id_, text in on.items() if id_ not in own}, **own}


def _scenarios(asked: Sequence[_Asked], packs: Mapping[str, Pack]) -> dict[str, tuple[Scenario, ...]]:
    """Return the scenarios by pack. Raises BrokenScenarios with all faults."""
    found: dict[str, tuple[Scenario, ...]] = {}
    faults: list[str] = []
    for one in asked:
        id_ = load(one.pack.text).pack
        found[id_] = ()
        if one.scenarios is None:
            errors().print(f"{one.pack.name} has no scenarios: expected {one.file}.", markup=False)
            continue
        try:
            file = read(one.scenarios, packs)
        except ScenarioError as error:
            faults += [f"{one.file}:{fault.line}: {fault.where}: {fault.detail}" for fault in error.faults]
            continue
        if file.of != id_:
            faults.append(f"{one.file}: scenarios of {file.of!r}; expected scenarios-of: {id_}")
        found[id_] = file.scenarios
    if faults:
        raise BrokenScenarios(faults)
    return found


def _show(asked: _Asked, found: Checked) -> None:
    shown = table(f"{found.pack}: {found.scenarios} scenarios", "条款", "内容", "条目#", "场景#", "结果")
    for row in found.articles:
        result = Text(SAID[row.result], style=STYLES[row.result])
        shown.add_row(*texts(row.article, row.summary, row.entries, row.scenarios, result))
    console = screen()
    console.print(shown)
    for failure in found.failures:
        head = f"{asked.file}:{failure.line}: {failure.article} {failure.scenario}"
        console.print(Text(head, style="bold red"), soft_wrap=True)
        for line in failure.detail.splitlines():
            console.print(Text(f"  {line}"), soft_wrap=True)
    if found.uncovered:
        console.print(Text(f"{found.pack}: no scenario notices when", style="yellow"))
        for one in found.uncovered:
            console.print(Text(f"  {one.mark} ({one.article}) is {one.how}: {one.why}"), soft_wrap=True)
    if found.fine:
        console.print(f"{found.pack}: every scenario holds, every entry is covered.", markup=False)
