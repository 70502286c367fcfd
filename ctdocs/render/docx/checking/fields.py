"""Whether the fields of a template are those of its form: each there once, with a tag that means something."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdocs.documents.blocks import Field
from ctdocs.errors import Problem
from ctdocs.render.docx.checking.kinds import wrong_kind
from ctdocs.render.docx.checking.names_page import is_names_page
from ctdocs.render.docx.checking.problems import ERROR, NOTICE, problem
from ctdocs.render.docx.checking.tags import Span
from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.tags import TAG, excerpt, paragraphs, text_of

_NUMBER: Final = re.compile(r"\.\d+\.")
_FILLED_IN: Final = ("w:text", "w:date", "w:dropDownList", "w:comboBox", "w:richText", "w14:checkbox")
_OF_WORD: Final = ("w:docPartObj", "w:docPartList", "w:dataBinding", "w:group", "w:citation", "w:bibliography")
_NOT_FIELDS: Final = ("w15:repeatingSection", "w15:repeatingSectionItem")


def with_rows(field_id: str) -> str:
    """The id as a template has it: ``#`` for the number of a row."""
    return _NUMBER.sub(".#.", field_id)


def rows_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """The ids of the repeated sets of fields."""
    return tuple(dict.fromkeys(field.id[: found.start()] for field in fields if (found := _NUMBER.search(field.id))))


@dataclass(frozen=True, slots=True, eq=False)
class _Control:
    tag: str
    title: str
    part: str
    element: Any
    around: tuple[Span, ...]  # the loops and conditions that it stands in, the outermost first

    @property
    def over(self) -> tuple[str, ...]:
        """What the loops around it go through."""
        return tuple(span.over for span in self.around if span.word == "for")

    @property
    def paragraph(self) -> str:
        """The paragraph that the control stands in, or the first one in it; of an empty one, the title."""
        around = next(self.element.iterancestors(qn("w:p")), None)
        inside = [around] if around is not None else list(self.element.iter(qn("w:p")))
        words = text_of(inside[0]) if inside else ""
        row = next(self.element.iterancestors(qn("w:tr")), None)
        if row is not None:
            words = " ".join(text_of(one) for one in row.iter(qn("w:p")))
        return excerpt(words) or self.title


def check_fields(
    parts: Mapping[str, Any], spans: Mapping[str, list[Span]], fields: Iterable[Field]
) -> Iterator[Problem]:
    """Every problem with the fields of a template.

    ``parts`` are the roots of its parts, ``spans`` the loops and conditions in each.
    """
    known: dict[str, Field] = {}
    for field in fields:
        known.setdefault(with_rows(field.id), field)
    tags = {*known, *(f"{id_}={option.value}" for id_, field in known.items() for option in field.options)}
    seen: dict[str, _Control] = {}
    controls = [control for part, root in parts.items() for control in _controls(root, part, spans.get(part, []))]
    if known and controls and not any(control.tag for control in controls):
        message = "No field has a tag any more, so no answer could be read: LibreOffice loses them when it saves."
        yield problem(message, hint="Make your changes in Word, in a fresh export of the template.")
        return
    for control in controls:
        if not control.tag:
            hint = "Select it, then Developer, Properties, and write the id of a field as its tag; or delete it."
            message = "A field has no tag, so what is typed in it is not read."
            yield problem(message, control.paragraph, hint=hint, part=control.part, code=NOTICE)
        elif control.tag not in tags:
            yield _unknown(control, tags)
        elif control.tag in seen:
            message = f"The field '{control.tag}' stands twice: a value can be typed in one place only."
            yield problem(message, control.paragraph, hint="Delete one of the two.", part=control.part)
        else:
            seen[control.tag] = control
            yield from _placed(control)
            field_id, _, option = control.tag.partition("=")
            for wrong in wrong_kind(control.element, control.tag, known[field_id], option):
                code = NOTICE if wrong.usable else ERROR
                yield problem(wrong.message, control.paragraph, hint=wrong.hint, part=control.part, code=code)
        yield from _holding_code(control)
    yield from _missing(known, seen)


def _controls(root: Any, part: str, spans: list[Span]) -> Iterator[_Control]:
    order = {element: number for number, element in enumerate(root.iter())}
    places = sorted(((order.get(span.first, 0), order.get(span.last, 0), span) for span in spans), key=lambda at: at[0])
    for element in root.iter(qn("w:sdt")):
        properties = element.find(qn("w:sdtPr"))
        kinds = set() if properties is None else {child.tag for child in properties}
        if kinds & {qn(name) for name in (*_OF_WORD, *_NOT_FIELDS)}:
            continue
        tag, title = _said(properties, "w:tag"), _said(properties, "w:alias")
        if not tag and not kinds & {qn(name) for name in _FILLED_IN}:
            continue
        here = order[element]
        yield _Control(tag, title, part, element, tuple(span for first, last, span in places if first < here < last))


def _said(properties: Any, name: str) -> str:
    found = properties.find(qn(name)) if properties is not None else None
    return "" if found is None else str(found.get(qn("w:val"), "")).strip()


def _unknown(control: _Control, tags: set[str]) -> Problem:
    tag = control.tag
    rows = with_rows(tag)
    message = f"'{tag}' is not a field of this document."
    if rows in tags and rows != tag:
        message = f"The field '{tag}' has a number of its own: a row is numbered when the document is made."
        hint = f"Write its tag as '{rows}', inside the loop."
        return problem(message, control.paragraph, hint=hint, part=control.part)
    last = tag.rpartition(".")[2]
    for over in control.over:
        inside = f"{over.removeprefix('rows.')}.#.{last}"
        if inside in tags:
            message = f"The field '{tag}' stands in a loop without '#' for the number of its row."
            return problem(message, control.paragraph, hint=f"Write its tag as '{inside}'.", part=control.part)
    near = difflib.get_close_matches(tag, sorted(tags), n=1)
    hint = f"Did you mean '{near[0]}'?" if near else "The last page of an exported template lists every field."
    return problem(message, control.paragraph, hint=hint, part=control.part)


def _placed(control: _Control) -> Iterator[Problem]:
    """A field of a row stands in the loop over its rows, any other field in no loop; none stands in a condition."""
    for span in control.around:
        if span.word == "if" and is_names_page(span):
            hint = f"Move it before {span.source}."
            message = f"The field '{control.tag}' stands on the page of names, which is never printed."
            yield problem(message, control.paragraph, hint=hint, part=control.part)
        elif span.word == "if":
            hint = "Move the field out of it: a condition is for words, and a form asks everybody the same."
            message = f"The field '{control.tag}' stands in a condition: {span.source}. Without it nobody could answer."
            yield problem(message, control.paragraph, hint=hint, part=control.part)
    rows = control.tag.partition(".#.")[0] if ".#." in control.tag else ""
    if rows and control.over != (f"rows.{rows}",):
        hint = f"Put it between {{%p for row in rows.{rows} %}} and {{%p endfor %}}."
        message = f"The field '{control.tag}' is of a row, and stands outside of the loop over these rows."
        yield problem(message, control.paragraph, hint=hint, part=control.part)
    elif control.over and not rows:
        message = f"The field '{control.tag}' stands in a loop, so it would come more than once."
        yield problem(message, control.paragraph, hint="Move it out of the loop.", part=control.part)


def _holding_code(control: _Control) -> Iterator[Problem]:
    inside = "".join(text.text or "" for text in control.element.iter(qn("w:t")))
    if tag := TAG.search(inside):
        message = f"{tag[0]} stands inside the field '{control.tag or control.title}', where what is typed replaces it."
        yield problem(message, excerpt(inside), hint="Put it beside the field.", part=control.part)


def _missing(known: Mapping[str, Field], seen: Mapping[str, _Control]) -> Iterator[Problem]:
    for id_, field in known.items():
        if id_ in seen:
            continue
        boxes = [option for option in field.options if f"{id_}={option.value}" in seen]
        if not boxes:
            message = f"The field '{id_}' ({field.tooltip}) is nowhere in the template: nobody could answer it."
            yield problem(message, hint="Copy it from a fresh export of the template.")
        for option in field.options if boxes else ():
            if option not in boxes:
                message = f"The answer '{option.label}' has no box: the field '{id_}={option.value}' is nowhere."
                quoted = seen[f"{id_}={boxes[0].value}"].paragraph
                yield problem(message, quoted, hint="Copy it from a fresh export of the template.")


def crowded(root: Any, part: str) -> Iterator[Problem]:
    """A notice for each paragraph with two fields that are typed in: LibreOffice loses their tags, and then their
    answers cannot be told apart.
    """
    for paragraph in paragraphs(root):
        typed = [
            one for one in paragraph.iter(qn("w:sdt"))
            if one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}") is not None and one.find(f".//{qn('w14:checkbox')}") is None
        ]  # fmt: skip
        if len(typed) > 1:
            hint = "Put each field into a paragraph or a cell of its own."
            message = f"{len(typed)} fields stand in one paragraph: LibreOffice loses which is which."
            yield problem(message, excerpt(text_of(paragraph)), hint=hint, part=part, code=NOTICE)
