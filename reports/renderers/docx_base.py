"""The empty Word file that a report is written into: styles, page, footer and properties."""

from __future__ import annotations

from typing import NamedTuple, cast

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import Document
from reports.renderers.docx_numbering import NUMBERED_PARAGRAPH
from reports.renderers.packaging import FIXED_TIME
from reports.renderers.palette import ACCENT, HAIRLINE, INK, NEUTRAL, QUIET

STATUS = "Status"
TABLE = "Report table"
TABLE_HEADING, TABLE_TEXT, TABLE_NOTE = "Table heading", "Table text", "Table note"
ROW_HEADING = "Row heading"
FACT_LABEL, FACT = "Fact label", "Fact"
_FONT = "Arial"
_MARGIN, _CLOSE_MARGIN = Mm(20), Mm(12.7)
_LONG_SIDE, _SHORT_SIDE = Mm(297), Mm(210)
# Word's template for python-docx brings a picture of an empty page and a second copy of the styles.
_UNWANTED_PARTS = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.STYLES + "WithEffects")


class _Look(NamedTuple):
    size: float
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    keep_with_next: bool = False
    line: float = 1.1


_LOOKS = {
    "Normal": _Look(12),
    "Title": _Look(22, bold=True, colour=ACCENT, after=4, keep_with_next=True),
    "Subtitle": _Look(14, colour=QUIET, after=8),
    STATUS: _Look(14, bold=True, before=4, after=12),
    "Heading 1": _Look(16, bold=True, colour=ACCENT, before=18, keep_with_next=True),
    "Heading 2": _Look(14, bold=True, colour=ACCENT, before=14, after=4, keep_with_next=True),
    "Heading 3": _Look(12, bold=True, colour=ACCENT, before=12, after=4, keep_with_next=True),
    **{
        f"Heading {rank}": _Look(12, bold=True, before=10, after=4, keep_with_next=True)
        for rank in range(4, 10)
    },
    NUMBERED_PARAGRAPH: _Look(12),
    "List Bullet": _Look(12, after=4),
    "List Number": _Look(12, after=4),
    "Caption": _Look(11, bold=True, before=8, after=4, keep_with_next=True),
    TABLE_HEADING: _Look(9, bold=True, colour=ACCENT, after=0, keep_with_next=True),
    ROW_HEADING: _Look(9, bold=True, after=0),
    TABLE_TEXT: _Look(9, after=0),
    TABLE_NOTE: _Look(8, colour=QUIET, before=2, after=0),
    FACT_LABEL: _Look(12, bold=True, after=0),
    FACT: _Look(12, after=0),
    "Footer": _Look(9, colour=QUIET, after=0),
}
# A compact document: nothing smaller than 9 points, but less air around it.
_CLOSE_LOOKS = {
    **{name: look._replace(line=1.0) for name, look in _LOOKS.items()},
    "Normal": _Look(10, before=2, after=2, line=1.0),
    "Title": _Look(15, bold=True, colour=ACCENT, after=2, keep_with_next=True, line=1.0),
    "Subtitle": _Look(11, colour=QUIET, after=4, line=1.0),
    STATUS: _Look(10, bold=True, before=2, after=6, line=1.0),
    "Heading 1": _Look(12, bold=True, colour=ACCENT, before=7, after=2, keep_with_next=True),
    "Caption": _Look(9.5, bold=True, before=3, after=2, keep_with_next=True, line=1.0),
    TABLE_NOTE: _Look(9, colour=QUIET, after=0, line=1.0),
}
_AIR, _CLOSE_AIR = 60, 15  # above and below the text in a cell, in twentieths of a point
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="{{air}}" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="{{air}}" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
</w:style>
"""
_STATUS_BAR = f"""
<w:pBdr {nsdecls("w")}>
  <w:left w:val="single" w:sz="36" w:space="8" w:color="{ACCENT}"/>
</w:pBdr>
"""


def base_document(document: Document) -> WordDocument:
    """Return a Word file with no text but its footer, set up for `document`."""
    word = docx.Document()
    _drop_unwanted_parts(word)
    _set_language_and_font(word, document.language)
    _set_styles(word, compact=document.compact)
    _set_page(word, document)
    _write_footer(word, document)
    _set_properties(word, document)
    return word


def text_width(word: WordDocument) -> int:
    """Return the room between the margins, in English Metric Units."""
    page = word.sections[0]
    return int(page.page_width or 0) - 2 * int(page.left_margin or 0)


def shading(fill: str) -> BaseOxmlElement:
    """Return the mark that fills a cell, a paragraph or a run with the colour `fill`."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{name}"), value)
    return element


def _drop_unwanted_parts(word: WordDocument) -> None:
    package = word.part.package
    for relationships in (cast(Relationships, package.rels), word.part.rels):
        for key in [key for key, rel in relationships.items() if rel.reltype in _UNWANTED_PARTS]:
            del relationships[key]


def _set_language_and_font(word: WordDocument, language: str) -> None:
    styles = word.styles.element
    for fonts in list(styles.iter(qn("w:rFonts"))):
        fonts.getparent().remove(fonts)
    defaults = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    defaults.insert(0, fonts)
    for mark in (
        *styles.iter(qn("w:lang")),
        *word.settings.element.iter(qn("w:themeFontLang")),
    ):
        mark.attrib.clear()
        mark.set(qn("w:val"), language)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_styles(word: WordDocument, *, compact: bool) -> None:
    for style in [style for style in word.styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name != "Normal Table":
            style.delete()
    for numbering in list(word.styles.element.iter(qn("w:numPr"), qn("w:contextualSpacing"))):
        numbering.getparent().remove(numbering)
    for name, look in (_CLOSE_LOOKS if compact else _LOOKS).items():
        _apply(look, _style(word, name))
    air = _CLOSE_AIR if compact else _AIR
    word.styles.element.append(parse_xml(_TABLE_STYLE.format(air=air)))
    _frame(_style(word, STATUS))


def _frame(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = Pt(12)
    properties = style.element.get_or_add_pPr()
    for mark in (parse_xml(_STATUS_BAR), shading(NEUTRAL.tint)):
        properties.insert_element_before(mark, "w:tabs", "w:spacing", "w:ind")


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    if name not in word.styles:
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).quick_style = True
    return cast(ParagraphStyle, word.styles[name])


def _apply(look: _Look, style: ParagraphStyle) -> None:
    style.font.size = Pt(look.size)
    style.font.bold = look.bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(look.colour.upper())
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    spacing.line_spacing = look.line
    spacing.keep_with_next = look.keep_with_next
    for unwanted in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        unwanted.getparent().remove(unwanted)


def _set_page(word: WordDocument, document: Document) -> None:
    page, landscape = word.sections[0], document.orientation == "landscape"
    margin = _CLOSE_MARGIN if document.compact else _MARGIN
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.page_width = _LONG_SIDE if landscape else _SHORT_SIDE
    page.page_height = _SHORT_SIDE if landscape else _LONG_SIDE
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = margin
    page.header_distance = page.footer_distance = Mm(6 if document.compact else 10)


def _write_footer(word: WordDocument, document: Document) -> None:
    footer = word.sections[0].footer.paragraphs[0]
    stops = _style(word, "Footer").paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(text_width(word), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(document.short_title + " · ")
    footer.add_run(document.status).bold = True
    footer.add_run("\tPage ")
    _add_field(footer, "PAGE")
    footer.add_run(" of ")
    _add_field(footer, "NUMPAGES")


def _add_field(paragraph: WordParagraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(run._r)


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = _short(document.title)
    properties.subject = _short(document.subtitle)
    properties.author = properties.last_modified_by = _short(document.author)
    properties.content_status = _short(document.status)
    properties.language = document.language
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = FIXED_TIME


def _short(text: str) -> str:
    # Word's properties hold 255 characters, and python-docx refuses more.
    return " ".join(text.split())[:255]
