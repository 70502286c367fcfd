"""The content controls of a Word form told what they hold: text, a date, an answer from a list, a tick.

The order in ``w:sdtPr`` is that of ISO 29500-1, 17.5.2.38; tick boxes are Word 2010's ([MS-DOCX], 2.5.1.6).
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any, Final

from lxml import etree

from ctdocs.documents.blocks import Field
from ctdocs.errors import Refused
from ctdocs.model.text import long_date
from ctdocs.model.wordform import TAG_LENGTH
from ctdocs.render.docx.controls import STYLE, shortened
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.state_text import RPR, R, T, say

SDT, PROPERTIES, CONTENT = (qn(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
TAG, ALIAS, ID, LOCK, SHOWING = (qn(f"w:{name}") for name in ("tag", "alias", "id", "lock", "showingPlcHdr"))
VAL: Final = qn("w:val")
P, PPR, TC = qn("w:p"), qn("w:pPr"), qn("w:tc")
CHECKBOX: Final = qn("w14:checkbox")
NOTHING: Final = "–"
"""What a final record says of a field that nothing is known of."""

_NOT_PLAIN: Final = re.compile("[\t\n\r\u0590-\u1dff\u2100-\uffff\U00010000-\U0010ffff]")
"""Line ends, and scripts that are set apart. LibreOffice 7.4 gathers the text of a control that is said to be plain: it
puts line ends before all of it, and says it once more for each change of script. Without ``w:text`` it does neither."""
_STYLE, _COLOUR = qn("w:rStyle"), qn("w:color")
_BEFORE_LOCK: Final = (RPR, ALIAS, TAG, ID)
_BEFORE_ID: Final = (RPR, ALIAS, TAG)


class Control:
    """One ``w:sdt`` and the parts of it that say what it is."""

    def __init__(self, sdt: Any) -> None:
        self.sdt = sdt
        properties, content = sdt.find(PROPERTIES), sdt.find(CONTENT)
        self.properties = properties if properties is not None else _first(sdt, PROPERTIES)
        self.content = content if content is not None else etree.SubElement(sdt, CONTENT)
        tag = self.properties.find(TAG)
        self.tag = "" if tag is None else str(tag.get(VAL, ""))
        self.box = self.properties.find(CHECKBOX)
        self.list = self.properties.find(qn("w:dropDownList"))
        if self.list is None:
            self.list = self.properties.find(qn("w:comboBox"))

    def number(self, row: str) -> None:
        """Put the number of a row in the place of ``#`` in tag and title.

        Raises ``Refused`` where the tag is then longer than Word takes: cut, it would be the name of no field.
        """
        self.tag = self.tag.replace("#", row)
        if len(self.tag) > TAG_LENGTH:
            message = f"The tag '{self.tag}' has {len(self.tag)} characters, and Word keeps {TAG_LENGTH} of a tag."
            raise Refused(message, hint="Give the field, or the set of rows that it is of, a shorter id.")
        for name, shown in ((TAG, self.tag), (ALIAS, "")):
            node = self.properties.find(name)
            if node is not None:
                node.set(VAL, shown or shortened(str(node.get(VAL, "")).replace("#", row)))

    def identify(self, number: int) -> None:
        """Give it an id."""
        node = self.properties.find(ID)
        if node is None:
            node = _after(self.properties, _BEFORE_ID, ID)
        node.set(VAL, str(number))

    def lock(self) -> None:
        """It cannot be deleted; what is in it can be changed."""
        node = self.properties.find(LOCK)
        if node is None:
            node = _after(self.properties, _BEFORE_LOCK, LOCK)
        node.set(VAL, "sdtLocked")

    def shown(self) -> str:
        """The text in it."""
        return "".join(node.text or "" for node in self.content.iter(T))

    def placeholder(self, text: str, look: Any, *, styled: bool) -> None:
        """Show a text in the place of a value, in the look of the words around and, if there is one, its style."""
        run = self._emptied(look)
        properties = run.find(RPR)
        if properties is None:
            properties = _first(run, RPR)
        for node in properties.findall(_STYLE) + properties.findall(_COLOUR):
            properties.remove(node)
        if styled:
            _first(properties, _STYLE).set(VAL, STYLE)
        say(run, text)
        if look is not None and self.properties.find(RPR) is None:
            self.properties.insert(0, copy.copy(look))

    def text(self, text: str) -> None:
        """Hold a value as it is."""
        showing = self.properties.find(SHOWING)
        if showing is not None:
            self.properties.remove(showing)
        say(self._emptied(self._look(showing is not None)), text)
        plain = self.properties.find(qn("w:text"))
        if plain is not None and _NOT_PLAIN.search(text):
            self.properties.remove(plain)

    def date(self, text: str) -> None:
        """Hold a date as people write it, and as ISO 8601 for programs; what is no date stands as it was typed."""
        node = self.properties.find(qn("w:date"))
        day = iso_date(text)
        if node is not None and day is not None:
            node.set(qn("w:fullDate"), f"{day.isoformat()}T00:00:00Z")
        self.text(text if day is None else f"{day:%d/%m}/{day.year:04d}")

    def tick(self, ticked: bool) -> None:
        """Show the box ticked or not."""
        checked = self.box.find(qn("w14:checked"))
        if checked is None:
            checked = _first(self.box, qn("w14:checked"))
        checked.set(qn("w14:val"), "1" if ticked else "0")
        words = next(self.content.iter(T), None)
        if words is not None:
            words.text = self.glyph(ticked)

    def glyph(self, ticked: bool) -> str:
        """The sign that the box shows."""
        state = self.box.find(qn("w14:checkedState" if ticked else "w14:uncheckedState"))
        try:
            return chr(int(state.get(qn("w14:val")), 16))
        except (AttributeError, TypeError, ValueError, OverflowError):
            return "☒" if ticked else "☐"

    def in_words(self) -> None:
        """Give up the font and size of a box, for words that take its place."""
        for look in (*self.properties.iter(RPR), *self.content.iter(RPR)):
            for name in ("w:rFonts", "w:sz", "w:szCs"):
                for node in look.findall(qn(name)):
                    look.remove(node)

    def choice(self, field: Field, value: str) -> None:
        """Show the answer of that value as the list names it."""
        items = [] if self.list is None else list(self.list)
        names = {str(one.get(qn("w:value"))): str(one.get(qn("w:displayText"))) for one in items}
        self.text(names.get(value) or label_of(field, value))

    def unwrap(self) -> None:
        """Leave what is in it and take the control away."""
        parent, at = self.sdt.getparent(), self.sdt.getparent().index(self.sdt)
        for node in reversed(list(self.content)):
            parent.insert(at, node)
        parent.remove(self.sdt)

    def _look(self, placeholder: bool) -> Any:
        """How what is typed in it looks: as its properties say, else as what it shows."""
        look = self.properties.find(RPR)
        if look is not None:
            return look
        run = next(self.content.iter(R), None)
        look = None if run is None else copy.copy(run.find(RPR))
        if look is None or not placeholder:
            return look
        for node in look.findall(_STYLE) + look.findall(_COLOUR):
            look.remove(node)
        return look if len(look) else None

    def _emptied(self, look: Any) -> Any:
        """A run in that look, which is all that the control then holds."""
        paragraphs = list(self.content.iter(P))
        host = paragraphs[0] if paragraphs else self.content
        for extra in paragraphs[1:]:
            extra.getparent().remove(extra)
        for node in [node for node in host if node.tag != PPR]:
            host.remove(node)
        run = etree.SubElement(host, R)
        if look is not None:
            run.append(copy.copy(look))
        return run


def iso_date(text: str) -> dt.date | None:
    """The day that a value names as ISO 8601, or None."""
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def label_of(field: Field, value: str) -> str:
    """The words of an answer; a value that is none of the answers as it is."""
    return next((option.label for option in field.options if option.value == value), value)


def printed(field: Field, value: str | None, language: str) -> str:
    """A value as a final record says it."""
    if field.kind == "tick":
        return "Ticked" if value else "Not ticked"
    if value is None:
        return NOTHING
    if field.kind == "radio":
        return label_of(field, value)
    day = iso_date(value) if field.kind == "date" else None
    return value if day is None else long_date(day, language)


def _first(parent: Any, tag: str) -> Any:
    made = etree.Element(tag)
    parent.insert(0, made)
    return made


def _after(parent: Any, tags: tuple[str, ...], tag: str) -> Any:
    made = etree.Element(tag)
    parent.insert(sum(child.tag in tags for child in parent), made)
    return made
