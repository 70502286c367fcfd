"""The text of a Word file as a person sees it once every tracked change is accepted, and where it stands.

One walk over a part gives its paragraphs, cells, content controls, bookmarks, comments and text boxes. What makes a
text doubtful (a tracked change, hidden or struck-through words, a picture) is laid to the controls and the paragraph
it touches. Nothing is interpreted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ctdocs.errors import Refused
from ctdocs.read.limits import Watch
from ctdocs.read.word.controls import W14, Control, control_of
from ctdocs.read.word.opening import W
from ctdocs.read.word.runs import HIDDEN, Look, Styles, letters, marks, run_doubts
from ctdocs.read.word.story import Cell, Comment, Paragraph, Row, Story

TRACKED: Final = "it has tracked changes, read as accepted"
PICTURE: Final = "a picture or drawing stands in it"
BOX: Final = "a text box stands over it"
CALCULATED: Final = "part of it is calculated by Word"
FOOTNOTE: Final = "it has a footnote"
LOST: Final = "a line end may have been lost in it"
"""LibreOffice 7.4 leaves out a break in a control for plain text: two texts stand side by side in one run then, which
no program means. Once it is saved a second time nothing tells of it any more."""
NUMBERED: Final = "it is a list that Word numbers by itself; the numbers are not in the text"
BACKWARDS: Final = "its letters are made to run the other way"
COMMENTED: Final = "somebody commented on it"

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DEEPEST: Final = 120
"""Elements in elements; ours reach 20, a text box in a table in a table 60."""

_SKIPPED: Final = frozenset(
    W + name for name in (
        "tblPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "sectPr", "rPr", "delText", "delInstrText", "rt", "rubyPr",
        "smartTagPr", "customXmlPr", "tcPr", "ffData",
    )
)  # fmt: skip
_TAKEN: Final = frozenset((f"{W}ins", f"{W}moveTo"))
_GONE: Final = frozenset((f"{W}del", f"{W}moveFrom"))
_DRAWN: Final = frozenset((f"{W}drawing", f"{W}pict", f"{W}object", f"{W}contentPart", f"{W14}contentPart"))
_TRACKED_CONTROLS: Final = frozenset(f"{W}customXml{name}RangeStart" for name in ("Ins", "Del", "MoveFrom", "MoveTo"))
_COUNTED: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_HARMLESS_FIELDS: Final = frozenset(("HYPERLINK", "FORMTEXT", "FORMDROPDOWN", "FORMCHECKBOX"))


@dataclass(slots=True)
class _Code:
    """A field of Word's own: its instruction, and whether that is still being read."""

    pieces: list[str]
    open: bool = True

    @property
    def word(self) -> str:
        """What it does, the first word of its instruction."""
        return ("".join(self.pieces).split() or [""])[0].upper()


class Walker:
    """A walk over the parts of a file. Call ``walk`` for each part, then look at ``story``."""

    def __init__(self, watch: Watch, styles: Styles) -> None:
        self.story = Story()
        self._watch = watch
        self._styles = styles
        self._style: Look = {}
        self._steps = 0
        self._cells: list[Cell] = []
        self._rows: list[Row] = []
        self._controls: tuple[Control, ...] = ()
        self._paragraph: Paragraph | None = None
        self._runs_on: Paragraph | None = None
        self._waiting: list[str] = []
        self._codes: list[_Code] = []
        self._code = 0
        self._gone = 0
        self._taken = 0
        self._boxed = 0
        self._comments: dict[str, None] = {}
        self._by_hand = {
            f"{W}p": self._p, f"{W}tr": self._tr, f"{W}tc": self._tc, f"{W}sdt": self._sdt, f"{W}r": self._r,
            f"{_MC}AlternateContent": self._alternative, f"{W}txbxContent": self._box, f"{W}fldChar": self._field,
            f"{W}fldSimple": self._simple_field, f"{W}pPr": self._end_of_line, f"{W}trPr": self._row_change,
            f"{_M}t": self._formula, f"{W}bdo": self._turned, f"{W}dir": self._turned,
        }  # fmt: skip

    def walk(self, root: Any) -> None:
        """Take in one part. Raises ``Refused`` where it is nested without end or takes too long."""
        self._children(root, 0)
        self._runs_on, self._codes, self._code, self._comments = None, [], 0, {}
        self._waiting = []

    def _children(self, node: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise Refused(
                "The parts of this file are nested in one another without end.",
                hint="It may be damaged or made to do harm. Ask the sender for another copy.",
            )
        for child in node:
            self._one(child, depth + 1)

    def _one(self, child: Any, depth: int) -> None:
        self._steps += 1
        if self._steps % 2048 == 0:
            self._watch.check()
        tag = child.tag
        if tag in _SKIPPED:
            return
        if tag in self._by_hand:
            self._by_hand[tag](child, depth)
        elif tag in _TAKEN or tag in _GONE:
            self._changed(child, depth, tag in _GONE)
        elif tag in _DRAWN:
            self._drawn(child, depth)
        elif not self._mark(child, tag):
            text = letters(child)
            if text is None:
                self._children(child, depth)
            elif text:
                before = child.getprevious()
                if self._controls and tag == f"{W}t" and before is not None and before.tag == tag:
                    self._emit("\n")  # no program parts text without a reason: what stood between was not saved
                self._emit(text)

    def _mark(self, child: Any, tag: str) -> bool:
        """Whether the element marks a place and holds no text."""
        if tag == f"{W}bookmarkStart":
            self._waiting.append(child.get(f"{W}name", ""))
            if self._paragraph is not None:
                self._settle(self._paragraph)
        elif tag == f"{W}instrText":
            if self._codes:
                self._codes[-1].pieces.append(child.text or "")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self.story.notes[("footnotes" if "foot" in tag else "endnotes", child.get(f"{W}id", ""))] = None
            self._doubt(FOOTNOTE)
        elif tag == f"{W}commentRangeStart":
            self._comments[child.get(f"{W}id", "")] = None
        elif tag == f"{W}commentRangeEnd":
            self._comments.pop(child.get(f"{W}id", ""), None)
        elif tag == f"{W}commentReference":
            comment = self.story.comments.setdefault(child.get(f"{W}id", ""), Comment())
            if self._paragraph is not None:
                comment.paragraphs.append(self._paragraph)
                comment.controls += self._controls
        elif tag in _TRACKED_CONTROLS:
            self._doubt(TRACKED)
        else:
            return False
        return True

    def _emit(self, text: str) -> None:
        """Text as it is seen: where nobody deleted it, and not the code of a field."""
        paragraph = self._paragraph
        if self._taken or self._gone:
            self._doubt(TRACKED)
        if paragraph is None or self._gone:
            return
        if self._code:
            self._doubt(CALCULATED)
            return
        if self._codes and text.strip().isdecimal() and any(one.word in _COUNTED for one in self._codes):
            paragraph.counted.add(len(paragraph.pieces))
        if paragraph.numbered and self._in_text():
            self._doubt(NUMBERED)
        paragraph.pieces.append((text, self._controls))
        for control in self._controls:
            control.pieces.append(text)
            control.ends_paragraph = False
        for number in self._comments:
            comment = self.story.comments.setdefault(number, Comment())
            comment.controls += self._controls
            comment.paragraphs.append(paragraph)

    def _doubt(self, reason: str) -> None:
        if reason == TRACKED:
            self.story.tracked = True
        for control in self._controls:
            control.doubts[reason] = None
        if self._paragraph is not None:
            self._paragraph.doubts[reason] = None

    def _settle(self, paragraph: Paragraph) -> None:
        for name in self._waiting:
            paragraph.bookmarks.append(name)
            self.story.bookmarks.setdefault(name, []).append(paragraph)
        self._waiting = []

    def _p(self, node: Any, depth: int) -> None:
        before, paragraph = self._paragraph, self._runs_on
        cell = self._cells[-1] if self._cells else None
        if paragraph is None or paragraph.cell is not cell:
            paragraph = Paragraph(cell, len(self.story.paragraphs))
            self.story.paragraphs.append(paragraph)
            for around in self._cells:
                around.paragraphs.append(paragraph)
            paragraph.box = self._boxed > 0
        self._runs_on = None
        self._paragraph = paragraph
        self._settle(paragraph)
        for control in self._controls:
            control.paragraphs.append(paragraph)
        paragraph.numbered = _is_numbered(node)
        outer, self._style = self._style, self._style_of(node)
        self._children(node, depth)
        self._style = outer
        if self._runs_on is None:
            for control in self._controls:
                control.pieces.append("\n")
                control.ends_paragraph = True
        self._paragraph = before

    def _style_of(self, node: Any) -> Look:
        style = node.find(f"{W}pPr/{W}pStyle") if self._styles else None
        return self._styles.get(style.get(f"{W}val", ""), {}) if style is not None else {}

    def _end_of_line(self, node: Any, depth: int) -> None:
        """A paragraph whose end was deleted goes on in the next one (ISO 29500-1, 17.13.5.15)."""
        look = node.find(f"{W}rPr")
        if look is None:
            return
        if any(look.find(W + name) is not None for name in ("ins", "moveTo")):
            self._doubt(TRACKED)
        if any(look.find(W + name) is not None for name in ("del", "moveFrom")):
            self._doubt(TRACKED)
            self._runs_on = self._paragraph

    def _tr(self, node: Any, depth: int) -> None:
        row = Row()
        self.story.rows.append(row)
        self._rows.append(row)
        properties = node.find(f"{W}trPr")
        deleted = properties is not None and properties.find(f"{W}del") is not None
        inserted = properties is not None and properties.find(f"{W}ins") is not None
        hidden = properties is not None and properties.find(f"{W}hidden") is not None
        self._gone += deleted or hidden
        self._taken += inserted
        self._children(node, depth)
        self._gone -= deleted or hidden
        self._taken -= inserted
        self._rows.pop()

    def _row_change(self, node: Any, depth: int) -> None:
        """Nothing: what happened to a row is known before its cells are reached."""

    def _tc(self, node: Any, depth: int) -> None:
        if not self._rows:
            return
        cell = Cell(self._rows[-1])
        cell.row.cells.append(cell)
        self._cells.append(cell)
        properties = node.find(f"{W}tcPr")
        deleted = properties is not None and properties.find(f"{W}cellDel") is not None
        self._gone += deleted
        self._children(node, depth)
        self._gone -= deleted
        self._cells.pop()
        self._runs_on = None

    def _sdt(self, node: Any, depth: int) -> None:
        around = self._controls
        self._watch.field()
        control = control_of(node, around[-1] if around else None, len(self.story.controls))
        self.story.controls.append(control)
        self._controls = (*around, control)
        if self._paragraph is not None:
            control.paragraphs.append(self._paragraph)
        self._children(node, depth)
        self._controls = around

    def _r(self, node: Any, depth: int) -> None:
        look = node.find(f"{W}rPr")
        reasons = run_doubts(look, self._styles, self._style) if look is not None or self._style else ()
        if reasons and any(letters(child) for child in node):
            for reason in reasons:
                self._doubt(reason)
            if HIDDEN in reasons:
                return
        if look is not None and self._paragraph is not None and not self._in_text():
            for mark in marks(look) if any((letters(child) or "").strip() for child in node) else ():
                self._paragraph.marks[mark] = None
        if self._controls and any(a.tag == b.tag == f"{W}t" for a, b in pairwise(node)):
            self._doubt(LOST)
        if self._controls and not _as_first_saved(look) and any((letters(child) or "").strip() for child in node):
            for control in self._controls:
                control.saved_again = True
        self._children(node, depth)

    def _in_text(self) -> bool:
        return bool(self._controls) and self._controls[-1].kind in ("text", "date", "list")

    def _drawn(self, node: Any, depth: int) -> None:
        self._doubt(PICTURE)
        if not self._gone and next(node.iter(f"{W}txbxContent"), None) is None:
            self.story.pictures.append((self._paragraph, self._controls))
        self._children(node, depth)

    def _turned(self, node: Any, depth: int) -> None:
        """Letters in the order of Hebrew or Arabic, whatever they are (ISO 29500-1, 17.3.2.3)."""
        if node.get(f"{W}val", "ltr") != "ltr":
            self._doubt(BACKWARDS)
        self._children(node, depth)

    def _changed(self, node: Any, depth: int, gone: bool) -> None:
        self._doubt(TRACKED)
        self._gone += gone
        self._taken += not gone
        self._children(node, depth)
        self._gone -= gone
        self._taken -= not gone

    def _alternative(self, node: Any, depth: int) -> None:
        """The first way to show it: Word takes the first that it understands, and knows all that it writes itself."""
        if self._controls:
            self._doubt("programs show it in different ways")
        for child in node:
            self._children(child, depth)
            return

    def _box(self, node: Any, depth: int) -> None:
        self._doubt(BOX)
        kept = self._paragraph, self._controls, self._cells, self._rows, self._runs_on, self._codes, self._code
        self._paragraph, self._controls, self._cells, self._rows, self._runs_on = None, (), [], [], None
        self._codes, self._code = [], 0
        self._boxed += 1
        self._children(node, depth)
        self._boxed -= 1
        self._paragraph, self._controls, self._cells, self._rows, self._runs_on, self._codes, self._code = kept

    def _field(self, node: Any, depth: int) -> None:
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._codes.append(_Code([]))
            self._code += 1
        elif self._codes and kind in ("separate", "end"):
            code = self._codes[-1]
            if code.open:
                code.open = False
                self._code -= 1
                self._calculated("".join(code.pieces))
            if kind == "end":
                self._codes.pop()

    def _simple_field(self, node: Any, depth: int) -> None:
        self._calculated(node.get(f"{W}instr", ""))
        self._codes.append(_Code([node.get(f"{W}instr", "")], open=False))
        self._children(node, depth)
        if self._codes:
            self._codes.pop()

    def _calculated(self, code: str) -> None:
        if (code.split() or [""])[0].upper() not in _HARMLESS_FIELDS:
            self._doubt(CALCULATED)

    def _formula(self, node: Any, depth: int) -> None:
        self._doubt("it holds a formula")
        self._emit(node.text or "")


def _as_first_saved(look: Any) -> bool:
    """Whether a run looks as LibreOffice writes those of a file that came from Word or from us: with all that the style
    says, over again. In a file that it opens from its own hand it leaves that out.
    """
    return look is not None and all(look.find(f"{W}{name}") is not None for name in ("rFonts", "kern", "lang"))


def _is_numbered(paragraph: Any) -> bool:
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    return number is not None and number.get(f"{W}val", "0") != "0"
