"""Do the pages of the repository lead where they say, and is what they name there?"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from deploy.cli.app import app
from services.reporting.figures import AVERAGES, COUNTS, FIGURES
from shared.events.catalogue import TYPES
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
TRANSLATED = sorted((ROOT / "docs").glob("*.zh-CN.md"))
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
COMMAND = re.compile(r"(?:^|[\s`/])yingsu ([a-z]+)(?: ([a-z]+))?")
TARGET = re.compile(r"^make ([a-z][a-z-]*)", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def shell(page: Path) -> Iterator[str]:
    """Yield what a reader is told to type."""
    return (body for language, body in FENCE.findall(text_of(page)) if language == "sh")


def code(page: Path) -> list[str]:
    """Return all that is written as code inside sentences or to be typed."""
    return [*re.findall(r"`([^`\n]+)`", FENCE.sub("", text_of(page))), *shell(page)]


def anchors(page: Path) -> set[str]:
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(text_of(page))
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_stays_in_the_repository(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link and not link.startswith("#")]
    targets = [(page.parent / unquote(link).partition("#")[0]).resolve() for link in links]
    assert [target for target in targets if not target.is_relative_to(ROOT)] == []


def test_every_event_type_is_described() -> None:
    told = text_of(ROOT / "docs/design.md") + text_of(ROOT / "docs/events.md")
    assert [name for name in TYPES if f"`{name}`" not in told] == []


def test_drafts_are_told_apart_from_types_something_follows_from() -> None:
    rows = [
        line.split("|") for line in text_of(ROOT / "docs/design.md").splitlines() if line.startswith("| ")
    ]
    wrong = []
    for row in rows:
        for place, cell in enumerate(row):
            for name in re.findall(r"`([a-z-]+)`", cell) if len(row) == 5 else ():
                if name in TYPES and (place == 3) != TYPES[name].DRAFT:
                    wrong.append(name)
    assert wrong == []


def test_every_figure_is_defined() -> None:
    told = text_of(ROOT / "docs/figures.md")
    assert [metric for metric in (*FIGURES, *COUNTS, *AVERAGES) if f"`{metric}`" not in told] == []


def test_every_setting_is_described() -> None:
    told = text_of(ROOT / "docs/operating.md")
    hidden = {"crash_at"}  # for tests of crashes only
    assert [name for name in Settings.model_fields if f"`YINGSU_{name.upper()}`" not in told] == [*hidden]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_a_page_names_exists(page: Path) -> None:
    commands = typer.main.get_command(app)
    known = set(commands.list_commands(None))  # type: ignore[attr-defined, arg-type]
    named = {match.groups() for line in code(page) for match in COMMAND.finditer(line)}
    assert {name for name, _ in named} - known == set()
    for group in ("import", "law", "calendar", "subscriptions"):
        kinds = set(commands.get_command(None, group).commands)  # type: ignore[attr-defined]
        assert {kind for name, kind in named if name == group and kind} - kinds == set()


@pytest.mark.parametrize("page", READMES, ids=name_of)
def test_a_readme_names_every_command(page: Path) -> None:
    commands = set(getattr(typer.main.get_command(app), "commands", {}))
    assert {name for name in commands if f"yingsu {name}" not in text_of(page)} == set()


def test_both_readmes_tell_the_reader_to_type_the_same() -> None:
    english, chinese = ([*shell(page)] for page in READMES)
    assert english == chinese


@pytest.mark.parametrize("page", TRANSLATED, ids=name_of)
def test_a_translated_page_shows_the_same_and_each_links_to_the_other(page: Path) -> None:
    original = page.with_name(page.name.replace(".zh-CN", ""))
    assert FENCE.findall(text_of(page)) == FENCE.findall(text_of(original))
    assert FENCE.findall(text_of(page))
    assert page.name in LINK.findall(text_of(original))
    assert original.name in LINK.findall(text_of(page))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    makefile = text_of(ROOT / "Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {target for line in code(page) for target in TARGET.findall(line)}
    assert named - targets == set()


def test_every_decision_is_listed_and_numbered_without_gaps() -> None:
    folder = ROOT / "docs" / "adr"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in files] == [*range(1, len(files) + 1)]
    listed = re.findall(r"\| (\d+) \| \[[^\]]+\]\((\d{4}-[a-z-]+\.md)\)", text_of(folder / "README.md"))
    assert [(int(number), name) for number, name in listed] == [*enumerate(files, 1)]


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")), ids=name_of)
def test_a_decision_is_one_page_with_its_four_parts(page: Path) -> None:
    text = text_of(page)
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert len(text.splitlines()) <= 50
    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert f"\n**{part}" in text


def test_the_word_for_circular_is_never_notice() -> None:
    notices = re.compile(r"\bnotices? (?:of|about) criticism\b|通报[^|]{0,4}notice", re.IGNORECASE)
    assert [name_of(page) for page in PAGES if notices.search(text_of(page))] == []
