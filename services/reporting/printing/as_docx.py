"""How does a report become a Word document, in the form of official papers (GB/T 9704)?"""

import io

import docx as words
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from services.reporting.printing.as_pdf import pictures
from services.reporting.printing.packing import packed
from services.reporting.printing.report import Chart, Heading, Para, Report, Table, broken

INK_2 = RGBColor(0x46, 0x52, 0x5E)
WIDTH = 156
"""Millimetres between the margins."""
LINE = 19
"""Letters of a title that stand in a line."""
_TITLE, _HEAD, _SECTION, _BODY, _TABLE = "方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"
"""The letters official papers are set in. Where one is not installed, the program takes another."""


def docx(report: Report) -> bytes:
    """Return a report as a Word document."""
    word = words.Document()
    _set_up(word, report)
    _opening(word, report)
    charts = [block for block in report.blocks if isinstance(block, Chart)]
    drawn = dict(zip((chart.id for chart in charts), pictures([chart.svg for chart in charts]), strict=True))
    for block in report.blocks:
        match block:
            case Heading():
                word.add_heading(block.text, block.level)
            case Para():
                word.add_paragraph(block.text, "List" if block.is_note else None)
            case Table():
                _table(word, block)
            case Chart():
                _chart(word, block, drawn[block.id])
    if report.issuer:
        word.add_paragraph(report.issuer, "Signature")
    made = io.BytesIO()
    word.save(made)
    return packed(made.getvalue(), report.day)


def _set_up(word: Word, report: Report) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = report.title, report.issuer, ""
    properties.comments, properties.language = "", "zh-CN"
    body = _style(word, "Normal", _BODY, 16, spacing=28.95)
    body.paragraph_format.first_line_indent = Pt(32)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _style(word, "Title", _TITLE, 22, spacing=33, centred=True)
    _style(word, "Subtitle", _SECTION, 14, spacing=24, centred=True)
    for name, font in (("Heading 1", _HEAD), ("Heading 2", _SECTION)):
        style = _style(word, name, font, 16, spacing=28.95)
        style.paragraph_format.first_line_indent = Pt(32)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(8 if name == "Heading 1" else 2)
        style.font.bold = name == "Heading 2"
    caption = _style(word, "Caption", _HEAD, 12, spacing=20, centred=True)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(4)
    _style(word, "List", _BODY, 12, spacing=20).paragraph_format.first_line_indent = Pt(24)
    _style(word, "Footer", _TABLE, 14, spacing=18, centred=True)
    note = _style(word, "Body Text 3", _TABLE, 9, spacing=14)
    note.paragraph_format.first_line_indent, note.paragraph_format.space_after = Pt(0), Pt(10)
    signature = _style(word, "Signature", _BODY, 16, spacing=28.95)
    signature.paragraph_format.alignment, signature.paragraph_format.right_indent = (
        WD_ALIGN_PARAGRAPH.RIGHT,
        Pt(32),
    )
    signature.paragraph_format.space_before = Pt(29)
    _page_numbers(section.footer.paragraphs[0])


def _style(
    word: Word, name: str, font: str, size: float, *, spacing: float, centred: bool = False
) -> ParagraphStyle:
    styles = word.styles
    style = styles[name] if name in styles else styles.add_style(name, 1)
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = (
        "Times New Roman",
        Pt(size),
        False,
        False,
    )
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    shape.space_before = shape.space_after = Pt(0)
    shape.first_line_indent = shape.left_indent = Pt(0)
    shape.widow_control = True
    if centred:
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)
    return style


def _opening(word: Word, report: Report) -> None:
    if report.number:
        word.add_paragraph(report.number, "Subtitle")
    title = word.add_paragraph(style="Title")
    for place, part in enumerate(broken(report.title) if len(report.title) > LINE else (report.title,)):
        if place:
            title.runs[-1].add_break()
        title.add_run(part)
    for line in (report.issuer, report.span, report.standing):
        if line:
            word.add_paragraph(line, "Subtitle")
    word.add_paragraph()


def _page_numbers(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind else "w:instrText")
            mark.text = text
        run._r.append(mark)
    paragraph.add_run(" —")


def _table(word: Word, table: Table) -> None:
    word.add_paragraph(table.caption, "Caption").paragraph_format.keep_with_next = True
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    size = 8.5 if len(table.columns) > 8 else 9.5 if len(table.columns) > 6 else 10.5
    whole = sum(column.width for column in table.columns)
    room = WIDTH * (0.68 if len(table.columns) < 4 else 1)
    widths = [Mm(room * column.width / whole) for column in table.columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    last = len(table.rows)
    for place, row in enumerate(grid.rows):
        texts = [one.text for one in table.rows[place - 1]] if place else [one.head for one in table.columns]
        total = table.total and place == last
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[at]
            left = table.columns[at].is_text and place
            way = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
            _fill(cell, text, size, way, bold=total, font=_TABLE if place else _HEAD)
        _keep(row, header=not place)
        _rules(
            row,
            top=12 if not place else 6 if total else 0,
            bottom=12 if place == last else 6 if not place else 2,
        )
    _margins(grid)
    word.add_paragraph(f"注：{table.note}" if table.note else "", "Body Text 3")


def _fill(cell: _Cell, text: str, size: float, way: WD_ALIGN_PARAGRAPH, *, bold: bool, font: str) -> None:
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.alignment, shape.first_line_indent = way, Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _set(paragraph.add_run(text), font, size, bold=bold)


def _set(run: Run, font: str, size: float, *, bold: bool) -> None:
    run.font.size, run.font.bold = Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _keep(row: _Row, *, header: bool) -> None:
    """Let a row stay in one piece, and the header stand on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _rules(row: _Row, *, top: int, bottom: int) -> None:
    """Rule a row above and below, in eighths of a point: three-line tables."""
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        for side, thick in (("top", top), ("bottom", bottom)):
            if thick:
                borders.append(
                    _with(f"w:{side}", val="single", sz=str(thick), color="1B2631" if thick > 2 else "B9BFB8")
                )
        cell._tc.get_or_add_tcPr().append(borders)
        cell._tc.get_or_add_tcPr().append(_with("w:vAlign", val="center"))


def _margins(grid: WordTable) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, wide in (("top", 40), ("left", 50), ("bottom", 40), ("right", 50)):
        margins.append(_with(f"w:{side}", w=str(wide), type="dxa"))
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(
        len(properties) if look is None else properties.index(look), margins
    )  # in the order of the schema


def _with(tag: str, **values: str) -> "OxmlElement":  # type: ignore[valid-type]
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _chart(word: Word, chart: Chart, picture: bytes) -> None:
    paragraph = word.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment, shape.first_line_indent, shape.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, Pt(0), True
    shape.line_spacing_rule, shape.space_before = WD_LINE_SPACING.SINGLE, Pt(8)
    drawing = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(WIDTH))
    drawing._inline.docPr.set("descr", chart.alt)
    drawing._inline.docPr.set("title", chart.caption)
    word.add_paragraph(chart.caption, "Caption")
