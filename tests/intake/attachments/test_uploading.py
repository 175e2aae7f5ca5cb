"""What comes in is taken for what it is, whatever it is called, and what breaks off leaves nothing."""

import asyncio
import io
import socket
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from struct import pack

import pytest
import uvicorn

from shared.archive.files import Files
from tests.intake.attachments.desk import CASE, PDF, Desk, archive, shown

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAKEN = {
    "application/pdf": PDF,
    "application/ofd": archive("OFD.xml", "Doc_0/Document.xml"),
    f"application/{WORD}": archive("[Content_Types].xml", "word/document.xml"),
    f"application/{EXCEL}": archive("[Content_Types].xml", "xl/workbook.xml"),
    "application/msword": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(600)
    + "WordDocument".encode("utf-16-le"),
    "image/png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(20),
    "image/tiff": b"II*\0" + bytes(20),
    "text/plain": "兹证明\n".encode("gb18030"),
}
NOT_TAKEN = {
    "a program": b"\x7fELF" + bytes(50),
    "an archive of anything": archive("readme.txt"),
    "an archive cut off": archive("word/document.xml")[:-30],
    "an archive whose directory lies": archive("word/document.xml")[:-10] + b"\xff" * 10,
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"),
    "text with NUL": "证明\0".encode(),
    "text of no encoding": b"\xff\xfe\x00\xd8\x00",
}


def kept(folder: Path) -> list[str]:
    found = (folder / "attachments").rglob("*")
    return sorted(file.parent.name + file.name for file in found if file.is_file())


@pytest.mark.parametrize("media_type", TAKEN)
async def test_a_file_is_of_the_type_its_content_has(desk: Desk, media_type: str) -> None:
    data = TAKEN[media_type]
    by_form = await desk.upload(data, name="a.exe")
    as_body = await desk.http.put(
        "/attachments", content=data, headers={**shown(""), "Content-Type": media_type}
    )

    hashed = sha256(data).hexdigest()
    told = {"sha256": hashed, "size": len(data), "media_type": media_type, "known": False}
    assert (by_form.status_code, by_form.json()) == (201, told)
    assert (as_body.status_code, as_body.json()) == (200, {**told, "known": True})


@pytest.mark.parametrize("what", NOT_TAKEN)
async def test_other_files_are_refused(desk: Desk, tmp_path: Path, what: str) -> None:
    answer = await desk.upload(NOT_TAKEN[what], name="判决书.pdf")
    assert answer.status_code == 415, answer.text
    assert kept(tmp_path) == []


async def test_a_file_that_is_said_to_be_another_is_refused_with_both_types(
    desk: Desk, tmp_path: Path
) -> None:
    headers = {**shown(""), "Content-Type": "image/png"}
    answer = await desk.http.post("/attachments", content=PDF, headers=headers)

    assert answer.status_code == 415
    assert (answer.json()["declared"], answer.json()["found"]) == ("image/png", "application/pdf")
    assert kept(tmp_path) == []


async def test_an_empty_file_is_refused(desk: Desk) -> None:
    assert (await desk.upload(b"")).status_code == 422
    headers = {**shown(""), "Content-Type": "application/pdf"}
    assert (await desk.http.put("/attachments", content=b"", headers=headers)).status_code == 422


@pytest.mark.parametrize("form", ["form", "body"])
async def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    desk: Desk, tmp_path: Path, form: str
) -> None:
    large = PDF + bytes(5_000_000)
    if form == "form":
        answer = await desk.upload(large)
    else:

        async def unannounced() -> AsyncIterator[bytes]:
            for start in range(0, len(large), 500_000):
                yield large[start : start + 500_000]

        answer = await desk.http.put("/attachments", content=unannounced(), headers=shown(""))

    assert answer.status_code == 413
    assert "5,000,000" in answer.json()["detail"]
    assert kept(tmp_path) == []


async def test_an_archive_that_would_unpack_to_far_more_is_not_unpacked(desk: Desk) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "")
        with file.open("word/media/image1.bmp", "w") as member:
            for _ in range(60):
                member.write(bytes(1_000_000))

    answer = await desk.upload(bomb.getvalue())

    assert answer.json()["media_type"] == f"application/{WORD}"
    assert answer.json()["size"] == len(bomb.getvalue())


async def test_the_directory_of_an_archive_is_not_read_without_end(desk: Desk) -> None:
    member = pack("<4s24x3H12x", b"PK\1\2", 60_000, 0, 0) + b"x" * 60_000
    last = pack("<4s24x3H12x", b"PK\1\2", 17, 0, 0) + b"word/document.xml"

    def made(members: int) -> bytes:
        directory = member * members + last
        end = pack("<4s4HIIH", b"PK\5\6", 0, 0, members + 1, members + 1, len(directory), 30, 0)
        return b"PK\3\4" + bytes(26) + directory + end

    assert (await desk.upload(made(2))).json()["media_type"] == f"application/{WORD}"
    assert (await desk.upload(made(75))).status_code == 415


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "C:\\evil\\x.pdf", "a\0b.pdf", "", ".", "x" * 3000, "判决书\r\nX: y"]
)
async def test_a_file_name_is_never_a_path(desk: Desk, tmp_path: Path, name: str) -> None:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    headers = {**shown(""), "Content-Type": "multipart/form-data; boundary=b"}
    answer = await desk.http.post("/attachments", content=head + PDF + b"\r\n--b--\r\n", headers=headers)

    assert answer.status_code in (201, 400)
    assert kept(tmp_path) == ([sha256(PDF).hexdigest()] if answer.status_code == 201 else [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form at all",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 and no end',
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n--b',
        b'--b\r\nContent-Disposition: form-data; name="file',
        b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n' + b"x" * 70_000 + b"\r\n--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n\xff\xff\r\n--b--\r\n',
        (b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n%PDF-1.7\r\n' * 2) + b"--b--\r\n",
    ],
)
async def test_a_form_that_is_cut_off_or_none_leaves_nothing_half(
    desk: Desk, tmp_path: Path, body: bytes
) -> None:
    headers = {**shown(""), "Content-Type": "multipart/form-data; boundary=b"}
    answer = await desk.http.post("/attachments", content=body, headers=headers)

    assert answer.status_code == 400, answer.text
    assert set(kept(tmp_path)) <= {sha256(b"%PDF-1.7").hexdigest()}


async def test_a_form_without_file_says_what_is_missing(desk: Desk) -> None:
    answer = await desk.http.post("/attachments", files={"title": (None, "x")}, headers=shown(""))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/file"


async def test_parts_split_anywhere_are_read_the_same(desk: Desk) -> None:
    head = 'form-data; name="file"; filename="判决.pdf"'
    whole = b"".join(
        [
            f'--b\r\nContent-Disposition: form-data; name="subject"\r\n\r\n{CASE}\r\n'.encode(),
            f"--b\r\nContent-Disposition: {head}\r\nContent-Type: application/pdf\r\n\r\n".encode(),
            PDF,
            b'\r\n--b\r\nContent-Disposition: form-data; name="district"\r\n\r\nhuancui\r\n--b--\r\n',
        ]
    )

    async def bytewise() -> AsyncIterator[bytes]:
        for at in range(len(whole)):
            yield whole[at : at + 1]

    headers = {**shown(""), "Content-Type": "multipart/form-data; boundary=b"}
    answer = await desk.http.post("/attachments", content=bytewise(), headers=headers)

    assert answer.status_code == 201, answer.text
    (document,) = await desk.attached.of_case("huancui", CASE)
    assert document.sha256 == sha256(PDF).hexdigest()
    assert (await desk.attached.titled([document]))[0].title == "判决.pdf"


async def test_the_same_file_from_many_at_once_is_one(desk: Desk, tmp_path: Path) -> None:
    answers = await asyncio.gather(*(desk.upload(PDF) for _ in range(6)))
    assert all(answer.is_success for answer in answers)
    assert kept(tmp_path) == [sha256(PDF).hexdigest()]


@pytest.mark.parametrize("length", [len(PDF) + 1000, len(PDF) - 5])
async def test_a_connection_that_breaks_off_or_lies_about_its_length(
    desk: Desk, tmp_path: Path, length: int
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk.app, lifespan="off", log_level="critical"))
    serving = asyncio.create_task(server.serve([listening]))
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    head = f"PUT /attachments HTTP/1.1\r\nHost: x\r\nAuthorization: {shown('')['Authorization']}\r\n"
    writer.write(f"{head}Content-Type: application/pdf\r\nContent-Length: {length}\r\n\r\n".encode() + PDF)
    await writer.drain()
    writer.write_eof()
    await reader.read()
    writer.close()
    server.should_exit = True
    await serving

    # Either the rest never came, or what follows the file is no request: nothing else is kept.
    assert kept(tmp_path) == [] or length < len(PDF)
    assert set(kept(tmp_path)) <= {sha256(PDF[:length]).hexdigest()}


async def test_while_the_place_of_files_is_away_nothing_is_lost_and_it_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    sha256_ = await desk.attach(PDF, "court", "judgment", "判决书", "2023-06-01")

    class Away(Files):
        async def keep(self, file: Path, sha256: str, _media_type: str) -> None:
            raise OSError("the store does not answer")

        async def size(self, sha256: str) -> int | None:
            raise OSError("the store does not answer")

    place, desk.store._place = desk.store._place, Away(tmp_path / "away")
    assert (await desk.upload(PDF + b"%")).status_code == 507
    assert (await desk.get(sha256_)).status_code == 503
    desk.store._place = place
    assert (await desk.get(sha256_)).content == PDF
    assert kept(tmp_path) == [sha256_]
