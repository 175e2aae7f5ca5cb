"""Does every file, read back, say what the report says, number by number?"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser

import docx
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from pypdf import PdfReader

from services.reporting.printing.report import Cell, Chart, Heading, Para, Report, Table
from shared.spreadsheets import meant
from tests.reporting.reports.conftest import Made

Grid = list[list[str]]


def grid(table: Table) -> Grid:
    """Return a table as texts, its heads first."""
    return [[column.head for column in table.columns], *([cell.text for cell in row] for row in table.rows)]


def tables(report: Report) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table)]


def texts(report: Report) -> list[str]:
    """Return headings and paragraphs in order."""
    return [block.text for block in report.blocks if isinstance(block, Heading | Para)]


def charts(report: Report) -> list[Chart]:
    return [block for block in report.blocks if isinstance(block, Chart)]


def test_word_says_it(made: Made) -> None:
    word = docx.Document(io.BytesIO(made.files["docx"]))
    paragraphs = [one.text for one in word.paragraphs if one.text]
    expected = [
        made.report.number,
        made.report.title,
        made.report.issuer,
        made.report.span,
        made.report.standing,
    ]
    assert [one.replace("\n", "") for one in paragraphs[:5]] == expected
    assert without_captions(paragraphs[5:-1], made.report) == texts(made.report)
    assert paragraphs[-1] == made.report.issuer
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert found == [grid(table) for table in tables(made.report)]
    shapes = [one._inline.docPr for one in word.inline_shapes]
    assert [one.get("descr") for one in shapes] == [chart.alt for chart in charts(made.report)]


def without_captions(paragraphs: list[str], report: Report) -> list[str]:
    captions = {block.caption for block in report.blocks if isinstance(block, Table | Chart)}
    notes = {f"注：{table.note}" for table in tables(report)}
    return [one for one in paragraphs if one not in captions | notes]


def test_word_is_styled_as_official_papers_are(made: Made) -> None:
    word = docx.Document(io.BytesIO(made.files["docx"]))
    styles = {one.text: one.style.name for one in word.paragraphs if one.style}
    for block in made.report.blocks:
        if isinstance(block, Heading):
            assert styles[block.text] == f"Heading {block.level}"
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in word.tables)
    assert "PAGE" in word.sections[0].footer._element.xml
    assert 'w:eastAsia="仿宋"' in word.styles["Normal"].element.xml


def test_tables_stand_where_they_belong_in_word(made: Made) -> None:
    word = docx.Document(io.BytesIO(made.files["docx"]))
    before = ""
    for one in word.iter_inner_content():
        if isinstance(one, WordTable):
            assert any(
                table.caption == before and grid(table)[0][0] == one.cell(0, 0).text
                for table in tables(made.report)
            )
        elif isinstance(one, Paragraph):
            before = one.text


def test_the_workbook_holds_the_numbers_as_numbers(made: Made) -> None:
    book = load_workbook(io.BytesIO(made.files["xlsx"]))
    sheets = book.worksheets[1:]
    assert len(sheets) == len(tables(made.report))
    for sheet, table in zip(sheets, tables(made.report), strict=True):
        rows = list(sheet.iter_rows())
        assert [meant(str(one.value)) for one in rows[1]] == [column.head for column in table.columns]
        assert sheet.freeze_panes == "B3"
        for row, expected in zip(rows[2:], table.rows, strict=False):
            for cell, said in zip(row, expected, strict=True):
                if said.aspect == "text" or not said.value:
                    assert meant(str(cell.value or "")) == said.text
                else:
                    assert shown(Decimal(str(cell.value)), cell.number_format) == said.text, (
                        said,
                        cell.value,
                    )
        assert len(rows) == 2 + len(table.rows) + bool(table.note)


def shown(value: Decimal, number_format: str) -> str:
    """Return how a spreadsheet shows a number."""
    form = number_format.split(";")[0]
    sign = ("+" if value > 0 else "−" if value < 0 else "") if form.startswith("+") else ""
    value = abs(value)
    match form.lstrip("+"):
        case "#,##0":
            said = f"{value:,.0f}"
        case "0.00%":
            said = f"{value * 100:.2f}%"
        case '"≥"0%' | '"≤"0%' as target:
            return f"{target[1]}{value * 100:.0f}%"
        case "0.00":
            said = f"{value:.2f}"
        case "0.0":
            said = f"{value:.1f}"
        case other:
            raise AssertionError(other)
    return (sign if said.strip("0.%") else "") + said


async def test_every_line_of_the_csv_is_that_of_the_api(made: Made) -> None:
    text = made.files["csv"].decode("utf-8-sig")
    assert made.files["csv"].startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    expected = [
        (table.id, row[0].text.strip("　"), column.head, cell)
        for table in tables(made.report)
        for row in table.rows
        for column, cell in zip(table.columns[1:], row[1:], strict=True)
        if cell.aspect != "text"
    ]
    assert len(lines) == len(expected)
    for line, (table, name, head, cell) in zip(lines, expected, strict=True):
        assert (line["table"], meant(line["row"]), line["column"]) == (table, name, head)
        assert meant(line["value"]) == cell.value
        if line["by"] != "listed":
            asked = line["metric"], line["by"], line["agency"], line["period"]
            answered = await made.api.figure(made.data.district, *asked)
            assert int(line["numerator"]) == answered["numerator"]
            assert int(line["denominator"] or 0) == (answered["denominator"] or 0)
            if (
                line["unit"] == "fraction"
                and line["value"]
                and not line["compared_with"]
                and cell.aspect == "rate"
            ):
                assert line["value"] == answered["value"]


class Page(HTMLParser):
    """Reads a page: its tables, its texts, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables, self.texts = list[Grid](), list[str]()
        self.tags, self.alts = list[str](), list[str]()
        self._open = list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        assert not {"src", "href", "action", "onload", "onclick"} & given.keys()
        if given.get("role") == "img":
            self.alts.append(given["aria-label"] or "")
        if tag in ("meta", "rect", "line", "circle"):
            return
        self._open.append(tag)
        match tag:
            case "table":
                self.tables.append([])
            case "tr":
                self.tables[-1].append([])
            case "th" | "td":
                self.tables[-1][-1].append("")
            case "p" | "h1" | "h2" | "h3":
                self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line", "circle"):
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self._open):
            self.tables[-1][-1][-1] += data
        elif {"p", "h1", "h2", "h3"} & set(self._open):
            self.texts[-1] += data


def test_the_page_says_it(made: Made) -> None:
    page = Page(made.files["html"].decode())
    assert page.tables == [grid(table) for table in tables(made.report)]
    report = made.report
    expected = [report.number, report.title, report.issuer, report.span, report.standing]
    assert without_captions(page.texts, report) == [*expected, *texts(report), report.issuer]
    assert page.alts == [chart.alt for chart in charts(report)]


def test_the_page_loads_nothing_and_runs_nothing(made: Made) -> None:
    page = Page(made.files["html"].decode())
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    assert "url(" not in made.files["html"].decode()


def test_the_pdf_says_it(made: Made) -> None:
    pdf = PdfReader(io.BytesIO(made.files["pdf"]))
    assert pdf.metadata is not None
    assert pdf.metadata.title == made.report.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.files["pdf"]
    root = pdf.root_object
    assert "'/Marked': True" in str(root["/MarkInfo"])
    assert str(root["/Lang"]) == "zh-CN"
    found = "".join(_bare(page.extract_text()) for page in pdf.pages)
    for text in lines_of(made.report):
        assert text in found, text


def lines_of(report: Report) -> Iterator[str]:
    """Return what must stand in one piece, without blanks."""
    yield from (_bare(text) for text in texts(report) if len(text) < 40)
    for table in tables(report):
        for row in table.rows:
            yield "".join(_bare(cell.text) for cell in row if short(cell))


def short(cell: Cell) -> bool:
    """Tell whether a cell stands in one line for sure."""
    return cell.aspect != "text" or len(cell.text) < 9


def _bare(text: str) -> str:
    return re.sub(r"\s|^—\d+—$", "", text.replace("\xa0", ""))


def test_no_person_and_no_case_is_named(made: Made) -> None:
    said = made.files["html"].decode()
    names = set(re.findall(r"（\d{4}）\w+号", said))
    assert names == set()
    for name in ("周某", "完善听证程序", "上半年府院联席会议"):
        assert name not in said
        assert name not in made.data.as_json().decode()
