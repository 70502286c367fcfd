"""The fields of a Word form: content controls in the state they have in a template, showing their placeholder.

What a control is told (value, tick, date, lock, its own number) is the work of the pass that follows rendering. The
order in ``w:sdtPr`` is that of ISO 29500-1, 17.5.2.38; tick boxes are Word 2010's ([MS-DOCX], 2.5.1.6).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

from ctdocs.documents.blocks import Field, Option
from ctdocs.model.wordform import ALIAS_LENGTH
from ctdocs.render.docx import looks
from ctdocs.render.docx.ooxml import Xml, element, run, run_look, val

LONGEST: Final = ALIAS_LENGTH
ROW: Final = "#"
"""Stands for the number of a row in the tags and titles of a repeated set."""
DATE_FORMAT: Final = "dd/MM/yyyy"
STYLE: Final = "PlaceholderText"
_HOW: Final = re.compile(r" \([^()]*\)$")

_PLACEHOLDERS: Final = {
    "en": {"date": "Choose a date", "radio": "Choose", "": "Click to type"},
    "cy": {"date": "Dewiswch ddyddiad", "radio": "Dewiswch", "": "Cliciwch i deipio"},
}


def placeholder(kind: str, language: str) -> str:
    """What stands in an empty field of that kind; a language without words of its own has the English ones."""
    words = _PLACEHOLDERS.get(language, _PLACEHOLDERS["en"])
    return words.get(kind, words[""])


def inline_placeholder(label: str) -> str:
    """What stands in an empty field inside running text: the sentence must say what is missing."""
    return f"[{label}]"


def control(field: Field, tag: str, alias: str, language: str, *, words: str = "", bold: bool = False) -> Xml:
    """A field that is typed in or chosen from a list, as a run-level ``w:sdt`` that shows its placeholder.

    ``words`` replaces the placeholder of the field's kind. A tick is a ``tick_control``; the answers of a choice that
    is shown as boxes are one ``tick_control`` each.
    """
    if field.kind == "tick":
        return tick_control(tag, alias, bold=bold)
    shown = run(words or placeholder(field.kind, language), style=STYLE)
    properties = _properties(tag, alias, _type(field), bold=bold)
    return element("w:sdt", None, properties, element("w:sdtContent", None, shown))


def tick_control(tag: str, alias: str, *, bold: bool = False) -> Xml:
    """An empty tick box as a run-level ``w:sdt``."""
    box = element(
        "w14:checkbox",
        None,
        element("w14:checked", {"w14:val": "0"}),
        element("w14:checkedState", {"w14:val": f"{ord(looks.TICKED):04X}", "w14:font": looks.BOX_FONT}),
        element("w14:uncheckedState", {"w14:val": f"{ord(looks.UNTICKED):04X}", "w14:font": looks.BOX_FONT}),
    )
    shown = run(looks.UNTICKED, look=box_look(bold=bold))
    properties = _properties(tag, alias, box, look=box_look(bold=bold), showing=False)
    return element("w:sdt", None, properties, element("w:sdtContent", None, shown))


def box_look(*, bold: bool = False) -> Xml:
    """The look of the run that holds a tick box."""
    return run_look(fonts=looks.BOX_FONT, bold=bold, size=looks.BOX_SIZE)


def option_tag(tag: str, value: str) -> str:
    """The tag of one answer of a choice that is shown as boxes."""
    return f"{tag}={value}"


def row_tag(field_id: str, table: str) -> str:
    """The id of a field of the first row of a repeated set, with ``#`` for the number of the row."""
    return re.sub(rf"^{re.escape(table)}\.1\.", f"{table}.{ROW}.", field_id)


def title(field: Field, record: str = "") -> str:
    """What Word shows over a field and a screen reader says of it: question and label, at most 64 characters.

    Where that is too long the label comes first. The words that a tooltip has after the label tell how to write in
    boxes of one character, which Word does not have. ``record`` is the title of the row of the field, as "Incident #".
    """
    told = field.tooltip if field.tooltip.endswith(field.label) else _HOW.sub("", field.tooltip)
    if record:
        return shortened(f"{record}: {field.label}")
    question = told.removesuffix(field.label).rstrip(" :")
    if len(told) <= LONGEST or not question or question == told:
        return shortened(told)
    # Cut at its end, the titles of all fields of a question would be the same words.
    return shortened(f"{field.label} – {question}")


def option_title(field: Field, option: Option, record: str = "") -> str:
    """The title of one box of a choice: the question's number or its row, and the words of the answer."""
    number = re.match(r"(Q\d+)\.", field.tooltip)
    lead = record or (number[1] if number else field.label)
    if record and {one.value for one in field.options} <= {"yes", "no"}:  # one row may ask several such questions
        return shortened(f"{record}: {field.label} {option.label}")
    told = f"{lead}: {option.label}" if lead else option.label
    return shortened(told if len(told) <= LONGEST or number else f"{option.label} – {lead}")


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, cut at a word with an ellipsis where it is longer than Word takes."""
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def repeated(tag: str, alias: str, start: Xml, item: Sequence[Xml], end: Xml) -> Xml:
    """A section that Word offers to repeat, with one item between the statements ``start`` and ``end``."""
    inner = element("w:sdtPr", None, val("w:id", number(f"{tag}.{ROW}")), element("w15:repeatingSectionItem"))
    once = element("w:sdt", None, inner, element("w:sdtContent", None, *item))
    properties = element(
        "w:sdtPr",
        None,
        val("w:alias", shortened(alias)),
        val("w:tag", tag),
        val("w:id", number(tag)),
        element("w15:repeatingSection"),
    )
    return element("w:sdt", None, properties, element("w:sdtContent", None, start, once, end))


def number(tag: str) -> int:
    """A number for a control that depends on its tag alone. Unique ids are given when a file is issued."""
    return zlib.crc32(tag.encode()) & 0x7FFFFFFE | 1


def _properties(
    tag: str, alias: str, kind: Xml, *, look: Xml | None = None, bold: bool = False, showing: bool = True
) -> Xml:
    return element(
        "w:sdtPr",
        None,
        look if look is not None else run_look(bold=bold),
        val("w:alias", shortened(alias)),
        val("w:tag", tag),
        val("w:id", number(tag)),
        element("w:showingPlcHdr") if showing else None,
        kind,
    )


def _type(field: Field) -> Xml:
    if field.kind == "date":
        return element(
            "w:date",
            None,
            val("w:dateFormat", DATE_FORMAT),
            val("w:lid", "en-GB"),
            val("w:storeMappedDataAs", "dateTime"),
            val("w:calendar", "gregorian"),
        )
    if field.kind == "radio":
        options = [element("w:listItem", {"w:displayText": o.label, "w:value": o.value}) for o in field.options]
        return element("w:dropDownList", None, *options)
    return element("w:text", {"w:multiLine": "1"} if field.kind == "multiline" else None)
