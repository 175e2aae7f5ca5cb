"""Why can an uploaded file not be read at all? One class for each reason, with its whole message.

Messages are Chinese first, then English, for they reach the person who uploaded the file.
"""

from collections.abc import Sequence


class FileError(Exception):
    """An uploaded file cannot be read as a table; nothing of it is recorded."""

    title = "文件无法读取 (the file cannot be read)"

    def __init__(self, chinese: str, english: str, *, place: str = "", expected: str = "") -> None:
        super().__init__(f"{chinese} ({english})")
        self.place = place
        self.expected = expected


class EmptyFileError(FileError):
    """The file holds nothing."""

    title = "文件是空的 (the file is empty)"

    def __init__(self) -> None:
        super().__init__(
            "文件里没有任何内容；需要一张带表头的表格",
            "there is nothing in it; expected is a table with a header row",
            expected="a CSV or XLSX table with a header row",
        )


class NotATableError(FileError):
    """The file is no table this release reads."""

    title = "不是可以读取的表格 (not a table that can be read)"

    def __init__(self, found: str, what: str) -> None:
        super().__init__(
            f"文件是{found}，不是表格；请另存为 .xlsx 或 CSV 后再上传",
            f"this is {what}, not a table; save it as .xlsx or CSV and upload that",
            expected="XLSX, or CSV in UTF-8 or GB18030",
        )


class BrokenTableError(FileError):
    """The file begins as a table and cannot be followed to its end."""

    title = "表格已损坏 (the table is damaged)"

    def __init__(self, where: str, found: str) -> None:
        super().__init__(
            f"表格在{where}处无法继续读取：{found}；请重新导出或另存为 .xlsx",
            f"it cannot be read on from there; export it again or save it as .xlsx; place: {where}",
            place=where,
            expected="a whole CSV or XLSX file",
        )


class TooLargeInsideError(FileError):
    """A small archive would unpack to more than any ledger holds."""

    title = "解压后过大 (too large when unpacked)"

    def __init__(self, unpacked: int, limit: int) -> None:
        super().__init__(
            f"文件解压后有 {unpacked // 2**20} MB，超过 {limit // 2**20} MB 的上限；请删除多余内容或分成几个文件",
            f"it unpacks to {unpacked // 2**20} MB, more than {limit // 2**20} MB; split it into several files",
            expected=f"at most {limit // 2**20} MB when unpacked",
        )


class EncodingError(FileError):
    """A text file is neither UTF-8 nor GB18030."""

    title = "编码无法识别 (unknown encoding)"

    def __init__(self, line: int, byte: int, value: int, tried: str) -> None:
        place = f"第{line}行第{byte}个字节"
        super().__init__(
            f"{place}（0x{value:02X}）不是 {tried}；请另存为“CSV UTF-8”或 .xlsx",
            f"byte {byte} of line {line} (0x{value:02X}) is not {tried}; save it as CSV UTF-8 or as .xlsx",
            place=f"line {line}, byte {byte}",
            expected="UTF-8, with or without BOM, or GB18030",
        )


class MissingColumnError(FileError):
    """A column that every file of this kind has is not there."""

    title = "缺少必需的列 (a required column is missing)"

    def __init__(self, names: Sequence[str], sheet: str, row: int, found: Sequence[str]) -> None:
        place = f"工作表“{sheet}”第{row}行" if row else f"工作表“{sheet}”"
        headers = "、".join(found[:60]) or "无"
        super().__init__(
            f"{place}的表头缺少：{'、'.join(names)}；读到的表头：{headers}"
            + ("" if row else "；若为乱码，请另存为“CSV UTF-8”或 .xlsx"),
            f"missing: {', '.join(names)}, in sheet {sheet!r}"
            + (f", row {row}" if row else ", no header row"),
            place=f"{sheet}!{row}" if row else sheet,
            expected="、".join(names),
        )
        self.names = tuple(names)


class DuplicateColumnError(FileError):
    """A column stands in the header twice, so no one can say which counts."""

    title = "表头重复 (a column stands twice in the header)"

    def __init__(self, name: str, sheet: str, row: int, places: Sequence[str]) -> None:
        super().__init__(
            f"工作表“{sheet}”第{row}行的表头中“{name}”出现在 {'、'.join(places)} 列；只能有一列",
            f"{name} stands in columns {', '.join(places)} of sheet {sheet!r}, row {row}; only one can count",
            place=f"{sheet}!{row}",
            expected=f"“{name}”一列 (one column {name})",
        )
        self.name = name
