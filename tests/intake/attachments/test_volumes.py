"""A case's volume is one ZIP: its documents in order, and a catalogue that also names what is missing."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from services.intake.attachments import checking
from services.intake.attachments.checking import check
from tests.intake.attachments.desk import CASE, PDF, Desk, archive


def opened(content: bytes) -> tuple[zipfile.ZipFile, list[dict[str, str]]]:
    file = zipfile.ZipFile(io.BytesIO(content))
    assert file.testzip() is None
    catalogue = file.read("目录.csv")
    assert catalogue.startswith(b"\xef\xbb\xbf")
    return file, list(csv.DictReader(io.StringIO(catalogue.decode("utf-8-sig"), newline="")))


async def test_a_volume_holds_the_documents_in_order_with_a_catalogue(any_desk: Desk) -> None:
    desk = any_desk
    word = archive("word/document.xml")
    hashed = await desk.attach(word, "court", "judgment", "张某案 一审判决书.docx", "2023-06-01")
    await desk.attach(PDF, "agency", "defence", "答辩状", "2023-05-01")

    answer = await desk.volume("bureau")

    assert answer.headers["content-type"] == "application/zip"
    file, catalogue = opened(answer.content)
    assert file.namelist() == ["01-答辩状-答辩状.pdf", "02-裁判文书-张某案 一审判决书.docx", "目录.csv"]
    assert file.read("02-裁判文书-张某案 一审判决书.docx") == word
    assert catalogue[1] == {
        "序号": "2",
        "文书种类": "裁判文书",
        "名称": "张某案 一审判决书.docx",
        "日期": "2023-06-01",
        "提交单位": "法院 鲁1002",
        "SHA-256": hashed,
        "字节": str(len(word)),
        "状态": "完好 (whole)",
        "文件": "02-裁判文书-张某案 一审判决书.docx",
    }
    assert (await desk.volume("bureau")).content == answer.content, "the same again is the same file"


async def test_what_is_not_there_is_named_in_the_catalogue(desk: Desk, tmp_path: Path) -> None:
    hashed = await desk.attach(PDF, "agency", "defence", "答辩状", "2023-05-01")
    damaged = await desk.attach(PDF + b"%", "agency", "evidence", "证据", "2023-05-02")
    missing = {
        "sha256": "0" * 64,
        "title": "委托书",
        "media_type": "application/pdf",
        "size": 9,
        "attached_on": "2023-05-03",
    }
    await desk.report("document-attached", missing, "agency", "agency/区住建局", "m")
    (tmp_path / "attachments" / damaged[:2] / damaged[2:]).write_bytes(b"%PDF-1.7 changed")

    file, catalogue = opened((await desk.volume("agency")).content)

    states = [row["状态"] for row in catalogue]
    assert states == ["完好 (whole)", "损坏 (damaged)", "未上传 (not uploaded)"]
    assert (catalogue[0]["SHA-256"], catalogue[2]["文件"]) == (hashed, "")
    assert len(file.namelist()) == 3


async def test_no_cell_begins_as_a_formula_and_no_name_leaves_its_folder(desk: Desk) -> None:
    titles = ["=HYPERLINK(1)", "+1", "-1", "@x", "../../etc/cron", "a/b\\c:d", "\u202egpj.exe", "x" * 300]
    for number, title in enumerate(titles):
        await desk.attach(PDF + b"%" * number, "court", "other", title, f"2023-05-0{number + 1}")

    file, catalogue = opened((await desk.volume()).content)

    assert not any(cell[:1] in "=+-@" for row in catalogue for cell in row.values() if cell)
    names = file.namelist()
    assert len(names) == len(set(names)) == len(titles) + 1
    assert not any(set(name) & set('/\\:\u202e"<>|') or len(name.encode()) > 255 for name in names)


async def test_a_case_without_documents_has_no_volume(desk: Desk) -> None:
    assert (await desk.volume()).status_code == 404
    assert (await desk.volume(district="nowhere")).status_code == 422
    assert (await desk.volume(case="案")).status_code == 422


async def test_the_check_names_what_is_missing_and_damaged_and_counts_the_rest(
    any_desk: Desk, tmp_path: Path
) -> None:
    desk = any_desk
    await desk.attach(PDF, "court", "judgment", "判决书", "2023-06-01")
    await desk.upload(PDF + b"% nobody names it")
    *_, whole = [line async for line in check(desk.attached, desk.store)]
    assert whole == {"ok": True, "named": 1, "missing": 0, "damaged": 0, "unnamed": 1, "problems": []}

    missing = {
        "sha256": "0" * 64,
        "title": "委托书",
        "media_type": "application/pdf",
        "size": 9,
        "attached_on": "2023-05-03",
    }
    await desk.report("document-attached", missing, "agency", "agency/区住建局", "m")
    *_, last = [line async for line in check(desk.attached, desk.store)]
    assert (last["ok"], last["named"], last["missing"], last["unnamed"]) == (False, 2, 1, 1)
    (problem,) = last["problems"]
    assert (problem["what"], problem["sha256"]) == ("missing", "0" * 64)
    assert problem["documents"][0]["case"] == CASE


async def test_the_check_says_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        await desk.attach(PDF + b"%" * number, "court", "judgment", f"判决书{number}", "2023-06-01")
    monkeypatch.setattr(checking, "TELLING", -1.0)

    *steps, last = [line async for line in check(desk.attached, desk.store)]

    assert steps == [{"done": done, "of": 3} for done in (1, 2, 3)]
    assert last["ok"]
