"""Is what is configured of feeds read, and what is wrong with it told in one sentence with its line?"""

from pathlib import Path
from shutil import copy

import pytest

from services.intake.feeds.configured import FeedsError, configured
from services.intake.feeds.paging import url_for
from shared.settings import Settings

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "feeds.yaml"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ENVIRONMENT = {
    "XINZHOU_COURT_TOKEN": "s3cr3t",
    "HUANCUI_COURT_SECRET": SECRET,
    "HUANCUI_COURT_SECRET_BEFORE": SECRET,
}

WHOLE = """\
feeds:
  - name: xz
    mapping: court-standard
    names: [鄂0117]
    district: xinzhou
    url: "https://court.example/cases?token=${TOKEN}"
"""


def read(folder: Path, text: str = WHOLE) -> str:
    """Return what is said against a file."""
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FeedsError) as raised:
        configured(Settings(data=folder), {"TOKEN": "t", "SHORT": "whsec_AA==", **ENVIRONMENT})
    assert "\n" not in str(raised.value)
    assert "docs/feeds.md" in str(raised.value)
    return str(raised.value)


def test_without_a_file_there_are_no_feeds(tmp_path: Path) -> None:
    assert configured(Settings(data=tmp_path), {}) == []


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FeedsError, match="cannot be read"):
        configured(Settings(data=tmp_path, feeds=str(tmp_path / "nowhere.yaml")), {})


def test_the_example_is_read(tmp_path: Path) -> None:
    feeds = configured(Settings(data=tmp_path, feeds=str(EXAMPLE)), ENVIRONMENT)

    assert [feed.name for feed in feeds] == ["xinzhou-court", "court-hearings"]
    assert feeds[0].headers == {"Authorization": "Bearer s3cr3t"}
    assert feeds[0].shown("Bearer s3cr3t") == "Bearer ***"
    assert len(feeds[1].webhook_secrets) == 2
    assert url_for(feeds[0], {"page": 3}, "2026-03-02T01:00:00.000000Z") == (
        "https://data.court.example/xzaj?dwbm=420117&gxsjKs=2026-03-02+07%3A00%3A00&pageNum=3"
    )
    principal = feeds[1].principal(("huancui",))
    assert (principal.role, principal.names, principal.districts) == ("court", ("鲁10",), ("huancui",))


def test_ones_own_mapping_lies_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    copy(EXAMPLE.with_name("mapping-hearings.yaml"), tmp_path / "feeds")
    (tmp_path / "feeds.yaml").write_text(WHOLE.replace("court-standard", "hearings"), encoding="utf-8")
    [feed] = configured(Settings(data=tmp_path), {"TOKEN": "t"})

    assert feed.mapping.name == "hearings"
    assert feed.url == "https://court.example/cases?token=t"


def test_a_mapping_that_is_none_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "mine.yaml").write_text("mapping: mine\n", encoding="utf-8")

    assert "Field required" in read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "court-standard",
            "cort",
            "line 3, feeds.0.mapping: no mapping 'cort'; expected one of court-standard",
        ),
        ("name: xz", "name: X Z", "line 2"),
        ("names: [鄂0117]", "names: []", "line 4"),
        ("    district: xinzhou\n", "", "expected either `district` or `districts`"),
        ("district: xinzhou", "district: xinzhou\n    colour: red", "line 6, feeds.0.colour"),
        ("${TOKEN}", "${NOWHERE}", "line 6, feeds.0.url: the environment variable NOWHERE is not set"),
        ("https://court", "ftp://court", "it is no URL"),
        ("https://court", "https://user:pass@court", "it is no URL"),
        (
            '"https://court.example/cases?token=${TOKEN}"',
            '""',
            "expected a `url` to pull from, or a `webhook`",
        ),
        ("district: xinzhou", "district: xinzhou\n    every: 0", "line 6"),
        (
            "district: xinzhou",
            "district: xinzhou\n    next: {link: a, page: {parameter: p}}",
            "expected one of `link`",
        ),
        (
            "district: xinzhou",
            "district: xinzhou\n    format: ndjson\n    records: data",
            "lines name no next page",
        ),
        ("district: xinzhou", "district: xinzhou\n    since: {parameter: p, form: x}", "found the form 'x'"),
        ("district: xinzhou", "district: xinzhou\n    webhook: {secrets: [SHORT]}", "SHORT holds no secret"),
        ("feeds:", "foods:", "Field required"),
        ("feeds:", "feeds: [", "not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in WHOLE
    assert said in read(tmp_path, WHOLE.replace(old, new))


def test_two_feeds_of_one_name_are_none(tmp_path: Path) -> None:
    assert "two feeds are called xz" in read(tmp_path, WHOLE + WHOLE.partition("\n")[2])
