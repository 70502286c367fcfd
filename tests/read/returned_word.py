"""Word forms as issued, changed as Word and the people at it change them before they send them back."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from ctdocs.model.reading import FieldReading, Reading
from ctdocs.model.wordform import WordForm
from ctdocs.read import read_word
from ctdocs.render.docx.document import RenderedWord, render
from tests.render.samples import resolved

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPED = {
    "text": "Siân & <“Łódź”>", "multiline": "One & <b>\n\nTwo", "signature": "S. Ŵyn", "reference": "CT-2026-014",
    "email": "sian@example.org", "phone": "01632 960123", "postcode": "EX9 9ZZ", "date": "06/05/2026",
}  # fmt: skip
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@functools.cache
def _issued(document: str, values: tuple[tuple[str, str], ...]) -> RenderedWord:
    made = resolved(document)
    return render(replace(made, mode="prefilled" if values else "blank", values=dict(values)))


def xml(text: str) -> Any:
    """An element from its text, with the prefixes of Word declared."""
    head, space, rest = text.partition(" ") if " " in text.partition(">")[0] else (text[: _head(text)], "", "")
    whole = f"{head} {_NS}{space}{rest}" if space else f"{head} {_NS}{text[_head(text):]}"
    return etree.fromstring(whole)


def _head(text: str) -> int:
    return min(place for place in (text.find(">"), text.find("/")) if place > 0)


def run(text: str, look: str = "") -> str:
    """A run of Word as text, breaks as ``\\n``."""
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{words}</w:r>"


def _hold(control: Any, pieces: Iterable[str]) -> None:
    content, showing = control.find(f"{W}sdtContent"), control.find(f"{W}sdtPr/{W}showingPlcHdr")
    for child in list(content):
        content.remove(child)
    content.extend(xml(piece) for piece in pieces)
    if showing is not None:
        showing.getparent().remove(showing)


def _as_saved(text: str) -> tuple[str, ...]:
    first, rest = text[:1], text[2:]
    return (
        '<w:proofErr w:type="spellStart"/>', run(first), "<w:r><w:lastRenderedPageBreak/></w:r>",
        f"<w:smartTag>{run(text[1:2])}</w:smartTag>", run(rest, "<w:lang w:val='cy-GB'/>"),
    )  # fmt: skip


class Sent:
    """A form that somebody has at hand: its parts can be changed, then it is read."""

    def __init__(
        self, document: str = "application-form", values: Mapping[str, str] | None = None, *,
        made: RenderedWord | None = None,
    ) -> None:  # fmt: skip
        made = made or _issued(document, tuple((values or {}).items()))
        self.form: WordForm = made.form
        with zipfile.ZipFile(io.BytesIO(made.data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])

    def control(self, tag: str) -> Any:
        """The first control with that tag."""
        return self.controls(tag)[0]

    def controls(self, tag: str) -> list[Any]:
        """Every control with that tag."""
        return [one.getparent().getparent() for one in self.root.iter(f"{W}tag") if one.get(f"{W}val") == tag]

    def content(self, tag: str) -> Any:
        """What the control with that tag holds."""
        return self.control(tag).find(f"{W}sdtContent")

    def cell(self, tag: str) -> Any:
        """The cell of the control with that tag."""
        return next(self.control(tag).iterancestors(f"{W}tc"))

    def paragraph(self, tag: str) -> Any:
        """The paragraph of the control with that tag."""
        return next(self.control(tag).iterancestors(f"{W}p"))

    def put(self, tag: str, *pieces: str) -> Sent:
        """Hold these elements in a control, as after somebody typed in it."""
        _hold(self.control(tag), pieces)
        return self

    def fill(self) -> dict[str, object]:
        """Answer every field, in each of its places, the way Word saves it; return what is to be read.

        Each text is in three runs of another saving, with proofing marks, page marks and smart tags between them.
        """
        expected: dict[str, object] = {}
        for field in self.form.fields:
            if field.shown_as == "boxes":
                expected[field.id] = option = list(field.options)[-1]
                self.tick(f"{field.id}={option}")
            elif field.shown_as == "list":
                expected[field.id], label = list(field.options.items())[1]
                self.type(field.id, label)
            elif field.kind == "tick":
                expected[field.id] = True
                self.tick(field.id)
            else:
                text = _TYPED[field.kind]
                expected[field.id] = "2026-05-06" if field.kind == "date" else text
                for control in self.controls(field.id):
                    _hold(control, _as_saved(text.replace("&", "&amp;").replace("<", "&lt;")))
        return expected

    def type(self, tag: str, text: str) -> Sent:
        """Type a text in a control."""
        return self.put(tag, run(text))

    def tick(self, tag: str, *, checked: bool = True, sign: str = "☒") -> Sent:
        """Click a box."""
        control = self.control(tag)
        control.find(f".//{W14}checked").set(f"{W14}val", "1" if checked else "0")
        next(control.iter(f"{W}t")).text = sign
        return self

    def unwrap(self, tag: str, *, bookmark: bool = True) -> Sent:
        """Take a control away and leave what it holds; its bookmark goes too where that is wished."""
        control = self.control(tag)
        parent, at = control.getparent(), control.getparent().index(control)
        for child in reversed(list(control.find(f"{W}sdtContent"))):
            parent.insert(at, child)
        parent.remove(control)
        if not bookmark:
            for one in [one for one in parent if one.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                parent.remove(one)
        return self

    def untag(self) -> Sent:
        """Take every tag away, as LibreOffice does."""
        for one in list(self.root.iter(f"{W}tag")):
            one.getparent().remove(one)
        return self

    def add_part(self, name: str, kind: str, data: str) -> Sent:
        """A further part, referred to from the text."""
        self.parts[f"word/{name}"] = data.encode()
        return self.relate(kind, name)

    def relate(self, kind: str, target: str, *, external: bool = False) -> Sent:
        """A further relationship of the text."""
        rels = "word/_rels/document.xml.rels"
        mode = ' TargetMode="External"' if external else ""
        one = f'<Relationship Id="rIdX{len(self.parts)}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        self.parts[rels] = self.parts[rels].replace(b"</Relationships>", one.encode() + b"</Relationships>")
        return self

    def save(self, path: Path) -> Path:
        """The file as sent."""
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return path

    def read(self, folder: Path, **how: Any) -> Reading:
        """What is read from it."""
        return read_word(self.save(folder / "form.docx"), **how)

    def field(self, folder: Path, name: str) -> FieldReading:
        """One field as it is read."""
        return self.read(folder).fields[name]


def comments(author: str, text: str) -> str:
    """The part of one comment, numbered 0."""
    body = f'<w:comment w:id="0" w:author="{author}"><w:p>{run(text)}</w:p></w:comment>'
    return f"<w:comments {_NS}>{body}</w:comments>"


def footnotes(text: str) -> str:
    """The part of one footnote, numbered 2."""
    return f'<w:footnotes {_NS}><w:footnote w:id="2"><w:p>{run(text)}</w:p></w:footnote></w:footnotes>'


def codes(reading: Reading) -> list[str]:
    """The codes of what is beside the answers; what the rules of the application say is left out."""
    ours = (
        "comment", "footnote", "text-box", "tracked-changes", "missing-field", "unknown-field", "rows-removed",
        "rows-moved", "rows-copied", "embedded-files-ignored",
    )  # fmt: skip
    return [one.code for one in reading.problems if one.code in ours]
