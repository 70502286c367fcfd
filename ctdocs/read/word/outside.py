"""What a person wrote outside the fields of a form, or did to its words: all of it is kept, and told.

The words of the form are known (``WordForm.words``). What a returned file says beyond them and beyond its answers
becomes a note; where the form's own words read otherwise or are gone, the answers beside them are for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ctdocs.model.wordform import WordForm
from ctdocs.read.word.controls import Control
from ctdocs.read.word.differences import Place, differences
from ctdocs.read.word.interpret import is_blank
from ctdocs.read.word.lines import Line, further_places, is_box, lines_of
from ctdocs.read.word.notes import WRITTEN, Beside, Note, Outside, short
from ctdocs.read.word.places import Found
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Paragraph, Story
from ctdocs.read.word.words import Form, compare, form_of, key_of


def outside(form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found]) -> Outside:
    """Everything that a file holds beside its answers and the words of its form.

    A form issued before its words were kept tells nothing but what stands twice.
    """
    result = Outside()
    _second_copies(form, story, slots, found, result)
    if not form.words:
        return result
    body = story.paragraphs[: story.body]
    issued = form_of(form.words)
    lines = lines_of(body, form, story, slots, found)
    beside = Beside(slots, found)
    compared = compare(issued.lines, [one.text for one in lines])
    differences(Place(form, issued, lines, compared, beside, slots, found), result)
    _margins(form, story, slots, found, result)
    _pictures(form, issued, story, lines, beside, result)
    return result


def _second_copies(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found], result: Outside
) -> None:
    """The answers of fields that stand twice, but for the one that was read."""
    for slot, one in zip(slots, found, strict=True):
        if one.how != "tag":
            continue
        told = {key_of(one.text)}
        for control in slot.controls:
            key = key_of(control.text)
            if not control.placeholder and control.kind != "check" and key and key not in told:
                told.add(key)
                result.notes.append(Note(f"In another copy of the field “{slot.field.label}”: {control.text.strip()}"))
    known = frozenset(control for slot in slots for control in slot.controls)
    read = {slot.bookmark: (slot, one) for slot, one in zip(slots, found, strict=True) if slot.bookmark}
    for _, mark, text in further_places(form, story, known):
        if mark not in read:
            continue
        other, first = read[mark]
        if not is_box(other) and not is_blank(text, other.field.placeholder) and key_of(text) != key_of(first.text):
            result.notes.append(Note(f"In another place of the field “{other.field.label}”: {text.strip()}"))


def _margins(
    form: WordForm, story: Story, slots: Sequence[Slot], found: Sequence[Found], result: Outside
) -> None:
    """Headers and footers: programs repeat and leave them out, so only what the form does not have counts."""
    ours = {one.key for one in form_of(form.margins).lines}
    whole = "".join(one.key for one in form_of(form.margins).lines)
    told: set[str] = set()
    for line in lines_of(story.paragraphs[story.body :], form, story, slots, found):
        key = key_of(line.text)
        if key and key not in ours and key not in whole and key not in told:
            told.add(key)
            result.notes.append(Note(f"In the header or footer: {line.text.strip()}"))


def _pictures(
    form: WordForm, issued: Form, story: Story, lines: Sequence[Line], beside: Beside, result: Outside
) -> None:
    known = beside.controls
    spare = issued.pictures + form_of(form.margins).pictures
    by_paragraph = {line.paragraph: line.text for line in reversed(lines)}
    for paragraph, controls in story.pictures[spare:]:
        if paragraph is not None and not any(one in known for one in controls):
            result.doubt(beside.of(paragraph), WRITTEN)
        result.notes.append(Note(f"{_beside_picture(story, paragraph, controls, by_paragraph)}: a picture"))


def _beside_picture(
    story: Story, paragraph: Paragraph | None, controls: Sequence[Control], words: Mapping[Paragraph, str]
) -> str:
    if paragraph is None or paragraph.number >= story.body:
        return "In the header or footer"
    for number in range(paragraph.number, -1, -1):
        one = story.paragraphs[number]
        if one in words:
            return f"{'Beside' if one is paragraph else 'Below'} “{short(words[one])}”"
    return "At the top"
