"""What the fields of an issued Word file are, gathered while they are set: bookmarks, and the text that stands around.

LibreOffice throws the tags of controls away and Word lets people delete a control, so each field can be found again in
two more ways: by the bookmark around it, and by the words of the cell or paragraph that it stands in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from ctdocs.documents.blocks import Field
from ctdocs.model.wordform import ShownAs, WordField, bookmark_name
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.state_controls import PPR, TC, Control, P
from ctdocs.render.docx.state_text import BR, TAB, R, T
from ctdocs.render.docx.state_words import set_off, words_of, words_of_source

START, END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
NAME: Final = qn("w:name")
_ID: Final = qn("w:id")
_SILENT: Final = frozenset(
    qn(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "tcPr", "tblPr", "trPr", "del", "instrText", "delText")
) | {qn("mc:Fallback"), qn("w:txbxContent")}
_TEXT_BOX: Final = qn("w:txbxContent")
_ENDS: Final = (BR, qn("w:cr"))
_MAIN: Final = qn("w:document")
_BOX: Final = f"{qn('w:sdtPr')}/{qn('w14:checkbox')}"


@dataclass
class _Seen:
    """One field as far as it was met."""

    spec: Field
    shown_as: ShownAs
    placeholder: str
    bookmarks: dict[str, str] = field(default_factory=dict)


@dataclass
class FormBuilder:
    """Sets the bookmarks of one file and gathers its fields and what stands around them."""

    seen: dict[str, _Seen] = field(default_factory=dict)
    containers: list[tuple[str, ...]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    _number: int = 0
    _placed: dict[Any, str] = field(default_factory=dict)

    def bookmark_id(self) -> str:
        """A number that no other bookmark of the file has."""
        self._number += 1
        return str(self._number)

    def bookmarked(self, control: Control, spec: Field, option: str, placeholder: str) -> tuple[Any, Any]:
        """Note a control; the start and the end of the bookmark that goes around it."""
        seen = self.seen.get(spec.id)
        if seen is None:
            shown: ShownAs = "boxes" if option else "list" if control.list is not None else "control"
            seen = self.seen[spec.id] = _Seen(spec, shown, placeholder)
        name = bookmark_name(spec.id, option, self.names)
        self.names.add(name.lower())
        seen.bookmarks.setdefault(option, name)
        self._placed[control.sdt] = name
        number = self.bookmark_id()
        start, end = etree.Element(START), etree.Element(END)
        start.set(_ID, number)
        start.set(NAME, name)
        end.set(_ID, number)
        return start, end

    def place(self, control: Control, spec: Field, option: str, placeholder: str) -> None:
        """Note a control that stands in the file, and put its bookmark around it in the same paragraph."""
        start, end = self.bookmarked(control, spec, option, placeholder)
        paragraphs = list(control.content.iter(P))
        if paragraphs:  # the control holds whole paragraphs or a cell
            paragraphs[0].insert(1 if len(paragraphs[0]) and paragraphs[0][0].tag == PPR else 0, start)
            paragraphs[-1].append(end)
            return
        parent, at = control.sdt.getparent(), control.sdt.getparent().index(control.sdt)
        parent.insert(at + 1, end)
        parent.insert(at, start)

    def still(self, source: str) -> None:
        """Note the words of a header or footer that is the same in every document; ``source`` is its XML."""
        self.margins += words_of_source(source)

    def part_done(self, root: Any = None) -> None:
        """Note what stands around the controls of a part, once all of them are set, and its words if it is given."""
        if root is not None:
            home = self.words if root.tag == _MAIN else self.margins
            home += words_of(root, self._placed)
            for sdt, name in self._placed.items():
                self.marked += set_off(name, sdt) if _is_box(sdt) else ()
        cells = {sdt: _cell(sdt) for sdt in self._placed}
        fields = Counter(cell for cell in cells.values() if cell is not None)
        done = set()
        for sdt, cell in cells.items():
            holder = cell if cell is not None and fields[cell] == 1 else _paragraph(sdt)
            if holder is not None and holder not in done:
                done.add(holder)
                self.containers.append(self._around(holder))
        self._placed.clear()

    def fields(self) -> tuple[WordField, ...]:
        """Every field in the order of the file."""
        return tuple(
            WordField(
                id=spec.id,
                kind=spec.kind,
                label=spec.tooltip or spec.label,
                required=spec.required,
                options={option.value: option.label for option in spec.options},
                bookmarks=seen.bookmarks,
                placeholder=seen.placeholder,
                shown_as=seen.shown_as,
            )
            for seen in self.seen.values()
            for spec in [seen.spec]
        )

    def _around(self, holder: Any) -> tuple[str, ...]:
        parts = [""]
        paragraphs = 0
        for piece, is_name in self._pieces(holder):
            if is_name:
                parts += (piece, "")
            elif piece == "\f":
                paragraphs += 1
                parts[-1] += "\n" if paragraphs > 1 else ""
            else:
                parts[-1] += piece
        return tuple(parts)

    def _pieces(self, node: Any) -> Iterator[tuple[str, bool]]:
        """The text of a node in order and, said to be one, the bookmark's name in place of a control.

        ``\\f`` stands for the start of a paragraph.
        """
        for child in node:
            tag = child.tag
            if (name := self._placed.get(child)) is not None:
                yield name, True
            elif tag == T:
                yield child.text or "", False
            elif tag == TAB and node.tag == R:
                yield "\t", False
            elif tag in _ENDS:
                yield "\n", False
            elif tag == P:
                yield "\f", False
                yield from self._pieces(child)
            elif tag not in _SILENT:
                yield from self._pieces(child)


def _is_box(sdt: Any) -> bool:
    return sdt.find(_BOX) is not None


def _cell(sdt: Any) -> Any:
    """The cell that a control stands in. A text box lies over the cell in which it is anchored, not in it."""
    around = next(sdt.iterancestors(TC, _TEXT_BOX), None)
    return around if around is not None and around.tag == TC else None


def _paragraph(sdt: Any) -> Any:
    inside = next(sdt.iterancestors(P), None)
    return inside if inside is not None else sdt.getparent()


def existing(root_nodes: list[Any], builder: FormBuilder) -> None:
    """Number the bookmarks that a template has of its own anew; ours of another time, and repeated names, are dropped.

    ``root_nodes`` are their starts and ends in the order of the part.
    """
    current: dict[str, str | None] = {}
    for node in root_nodes:
        old = str(node.get(_ID))
        if node.tag == START:
            name = str(node.get(NAME, ""))
            keep = not name.lower().startswith("ctd_") and name.lower() not in builder.names
            current[old] = builder.bookmark_id() if keep else None
            builder.names.add(name.lower())
        new = current.get(old)
        if new is None:
            node.getparent().remove(node)
        else:
            node.set(_ID, new)


