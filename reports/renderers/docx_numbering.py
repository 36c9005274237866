"""Word's own numbering, so that a committee clerk who adds a paragraph sees the rest renumber."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.numbering import CT_Numbering
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import ItemStyle

NUMBERED_PARAGRAPH = "Numbered paragraph"
_OUTLINE = 1
_ABSTRACT_LISTS: dict[ItemStyle, int] = {"bullet": 2, "number": 3, "roman": 4}
_UNNUMBERED = 0
_HANGING = 709  # twentieths of a point: the numbers stand in a margin of 1.25 cm

_DEFINITIONS = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="1">
    <w:multiLevelType w:val="multilevel"/>
    <w:lvl w:ilvl="0">
      <w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>
      <w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/></w:pPr>
    </w:lvl>
    <w:lvl w:ilvl="1">
      <w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Numberedparagraph"/>
      <w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>
      <w:pPr><w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/></w:pPr>
    </w:lvl>
  </w:abstractNum>
  {{lists}}
  <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>
"""
_LIST = """
  <w:abstractNum w:abstractNumId="{abstract}">
    <w:multiLevelType w:val="singleLevel"/>
    <w:lvl w:ilvl="0">
      <w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{marker}"/>
      <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>
    </w:lvl>
  </w:abstractNum>
"""
_LISTS = (
    _LIST.format(abstract=2, kind="bullet", marker="•", left=1134, hanging=425)
    + _LIST.format(abstract=3, kind="decimal", marker="(%1)", left=_HANGING, hanging=_HANGING)
    + _LIST.format(abstract=4, kind="lowerRoman", marker="(%1)", left=1276, hanging=567)
)


class Numbering:
    """The numbers of one Word document.

    Word counts for itself; we count along, because the numbers in the document are those that the
    committee cites. Where Word would print another number, ours is typed instead.
    """

    def __init__(self, word: WordDocument) -> None:
        part = word.part.numbering_part
        part._element = parse_xml(_DEFINITIONS.format(lists=_LISTS))
        self._definitions: CT_Numbering = part._element
        self._section = 0
        self._paragraph = 0
        _tie(word, "Heading 1", level=0)
        _tie(word, NUMBERED_PARAGRAPH, level=1)

    def heading(self, paragraph: WordParagraph, rank: int, number: str) -> str:
        """Number a heading; return the number to type, empty if Word counts or there is none.

        `rank` is that of the heading's style: Word counts those in Heading 1 alone.
        """
        if rank == 1 and number == str(self._section + 1):
            self._section, self._paragraph = self._section + 1, 0
            return ""
        _number(paragraph, _UNNUMBERED)
        return _typed(paragraph, f"{number}.") if number else ""

    def paragraph(self, paragraph: WordParagraph, number: str) -> str:
        """Number a paragraph in style Numbered paragraph; return the number to type, as above."""
        if self._section and number == f"{self._section}.{self._paragraph + 1}":
            self._paragraph += 1
            return ""
        _number(paragraph, _UNNUMBERED)
        return _typed(paragraph, number)

    def new_list(self, style: ItemStyle) -> int:
        """Return the id of a new list of this style, which counts from one again."""
        num = self._definitions.add_num(_ABSTRACT_LISTS[style])
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        return num.numId


def put_in_list(paragraph: WordParagraph, number_id: int) -> None:
    """Make `paragraph` an item of the list `number_id`."""
    _number(paragraph, number_id)


def _number(paragraph: WordParagraph, number_id: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number_id


def _typed(paragraph: WordParagraph, number: str) -> str:
    paragraph.paragraph_format.left_indent = Twips(_HANGING)
    paragraph.paragraph_format.first_line_indent = -Twips(_HANGING)
    return f"{number}\t"


def _tie(word: WordDocument, style_name: str, level: int) -> None:
    style = word.styles[style_name].element
    properties = style.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = _OUTLINE
