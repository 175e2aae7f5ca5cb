"""Does `yingsu feeds check` say whether a mapping is right, and what a record becomes?"""

import json
from pathlib import Path

from typer.testing import CliRunner

from deploy.cli.feeds import commands
from services.intake.feeds.configured import BUNDLED
from tests.intake.feeds.given import record

STANDARD = BUNDLED / "court-standard.yaml"


def check(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["check", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_samples_of_a_good_mapping_are_shown_as_facts() -> None:
    code, said = check(STANDARD)
    assert code == 0
    assert "court-standard" in said
    assert 'appeal-filed 1: {"filed_on": "2023-08-15"}' in said


def test_every_fault_is_shown_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "mine.yaml"
    text = STANDARD.read_text(encoding="utf-8")
    broken.write_text(text.replace("filed_on: ssrq", "filed_at: ssrq"), encoding="utf-8")
    code, said = check(broken, STANDARD)
    line = text[: text.index("filed_on: ssrq")].count("\n") + 1
    assert code == 2
    assert f"mine.yaml:line {line}, " in said.replace("\n", "")
    assert "no field 'filed_at'" in said


def test_records_of_a_file_are_read_by_it(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    file.write_text(json.dumps([record(), record(spcx="壹审", cbr="张某")]), encoding="utf-8")
    code, said = check(STANDARD, "--sample", file)
    assert code == 1
    assert "cannot be read: spcx is '壹审'" in said
    assert "does not know: cbr" in said


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere.yaml")[0] != 0
