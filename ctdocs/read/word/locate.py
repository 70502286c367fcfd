"""Where the answer to each field stands: in its control, else in the cell or paragraph of its bookmark, else beside the
words that the form has there.

A control tells its answer whole. A place that was found in another way is compared with what stood there when the form
was issued; what goes beyond it is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ctdocs.model.wordform import WordForm
from ctdocs.read.limits import Watch
from ctdocs.read.word.controls import Control
from ctdocs.read.word.patterns import beyond, same, split
from ctdocs.read.word.places import (
    AROUND,
    BESIDE,
    BY_PLACE,
    BY_WORDS,
    LINES,
    ONE_GONE,
    TWICE,
    UNSURE_PLACE,
    Found,
    How,
    Places,
    controls_in,
    controls_of,
    holds_known,
    marks_in,
    places_of,
)
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.story import Cell, Paragraph, Story


def locate(form: WordForm, story: Story, slots: Sequence[Slot], watch: Watch) -> list[Found]:
    """What stands in each of ``slots``, in their order. Raises ``Refused`` when the time is used up."""
    places = places_of(form, story, slots)
    found = [_by_tag(places, slot) for slot in _watched(slots, watch)]
    for one in found:
        places.used.update(one.paragraphs)
    found = [
        one if one.how != "none" else _by_mark(places, slot)
        for one, slot in zip(found, _watched(slots, watch), strict=True)
    ]
    for one in found:
        places.used.update(one.paragraphs)
    found = [
        one if one.how != "none" or slot.absent else _by_words(places, slot)
        for one, slot in zip(found, _watched(slots, watch), strict=True)
    ]
    found = [_repeated(places, slot, one) for slot, one in zip(slots, found, strict=True)]
    if _scattered(found, slots):
        return [_doubted(one, UNSURE_PLACE) if one.how in ("cell", "paragraph") else one for one in found]
    return found


def _watched(slots: Sequence[Slot], watch: Watch) -> Iterator[Slot]:
    for slot in slots:
        watch.check_time()
        yield slot


def _doubted(found: Found, *reasons: str) -> Found:
    return replace(found, doubts=tuple(dict.fromkeys((*found.doubts, *reasons))))


def _scattered(found: Sequence[Found], slots: Sequence[Slot]) -> bool:
    """Whether places found without their controls may be wrong: one is missing, or two are in another order.

    A bookmark goes where its text is moved to, so that an answer pasted over another brings the wrong name with it.
    """
    if any(one.how in ("none", "words") and not slot.absent for one, slot in zip(found, slots, strict=True)):
        return True
    where = [one.paragraphs[0].number for one in found if one.how in ("cell", "paragraph") and one.paragraphs]
    return where != sorted(where)


def _by_tag(places: Places, slot: Slot) -> Found:
    """What the controls with the tag of the slot hold."""
    if not slot.controls:
        return Found()
    control = next((one for one in slot.controls if one.text.strip() and not one.placeholder), slot.controls[0])
    doubts = {**dict.fromkeys(slot.doubts), **control.doubts}
    if len({(one.text.strip(), one.checked, one.placeholder) for one in slot.controls}) > 1:
        doubts[f"{TWICE}, with different answers"] = None
    around = control.parent
    while around is not None:
        if around in places.known:
            doubts["it stands inside another field"] = None
        around = around.parent
    if control in places.outer:
        doubts["another field stands inside it"] = None
    paragraphs = tuple(dict.fromkeys(control.paragraphs))
    for paragraph in paragraphs:
        doubts |= paragraph.doubts
    text, beside = _in_allplaces_of(places, slot, control)
    doubts |= dict.fromkeys(beside)
    cell = _own_cell(places, control)
    if cell is not None:
        paragraphs = tuple(dict.fromkeys((*paragraphs, *cell.paragraphs)))
        for paragraph in paragraphs:
            doubts |= paragraph.doubts
    return Found(text, control.text, "tag", control, tuple(doubts), paragraphs)


def _in_allplaces_of(places: Places, slot: Slot, control: Control) -> tuple[str, list[str]]:
    """The text of a control with what was typed beside it, and what gives doubts in any place that the form has for
    the field: most have one.
    """
    text, doubts = control.text, []
    open_ = [slot.pattern, *places.repeats.get(slot.pattern, ())]
    for one in slot.controls:
        here = {name for paragraph in one.paragraphs for name in paragraph.bookmarks}
        mark = next((name for name in open_ if name in here), slot.pattern)
        if mark in open_ and mark in here:
            open_.remove(mark)
        parts = places.containers.get(mark)
        if parts is not None:
            said, beside = _with_beside(places, one, parts)
            doubts += beside
            text = said if one is control else text
    for mark in open_ if len(slot.controls) <= len(places.repeats.get(slot.pattern, ())) and slot.bookmark else ():
        other = _by_mark(places, replace(slot, bookmark=mark))
        if other.how == "none" or not same(other.text, control.text):
            doubts.append(f"{TWICE}, with different answers" if other.text else ONE_GONE)
    return text, doubts


def _own_cell(places: Places, control: Control) -> Cell | None:
    """The cell of a control that is the only field in it."""
    cell = control.paragraphs[0].cell if control.paragraphs else None
    if cell is None or any(paragraph.cell is not cell for paragraph in control.paragraphs):
        return None
    return cell if places.cells.get(cell, set()) <= {control} else None


def _with_beside(places: Places, control: Control, parts: tuple[str, ...]) -> tuple[str, list[str]]:
    """The text of a control with what was typed beside it, and the doubts that this gives."""
    cell = _own_cell(places, control)
    paragraphs = cell.paragraphs if cell is not None else list(dict.fromkeys(control.paragraphs))
    if len(parts) > 3:
        return control.text, ([] if _as_issued(paragraphs, places.known, parts) else [AROUND])
    before, after, met = "", "", False
    for number, paragraph in enumerate(paragraphs):
        if number and not met:
            before += "\n"
        elif number:
            after += "\n"
        for piece, around in paragraph.pieces:
            if control in around:
                met = True
            elif met:
                after += piece
            else:
                before += piece
        met = met or paragraph in control.paragraphs
    if not any(control in around for p in paragraphs for _, around in p.pieces):  # an empty control has no pieces
        whole = before + after
        if same(whole, parts[0] + parts[2]):
            return control.text, []
        extra = beyond(whole, (parts[0], "", parts[2]))
        return (extra if extra is not None else whole), [BESIDE if extra is not None else AROUND]
    if same(before, parts[0]) and same(after, parts[2]):
        moved = control.text.strip() and _breaks(paragraphs, control) > parts[0].count("\n") + parts[2].count("\n")
        return control.text, ([LINES] if moved else [])
    left, right = beyond(before, (parts[0], "", "")), beyond(after, ("", "", parts[2]))
    if left is None or right is None:
        return control.text, [AROUND]
    shown = "" if control.placeholder else control.text
    return " ".join(piece for piece in (left, shown, right) if piece), [BESIDE]


def _breaks(paragraphs: Iterable[Paragraph], control: Control) -> int:
    return sum(piece == "\n" for p in paragraphs for piece, around in p.pieces if control not in around)


def _as_issued(paragraphs: Iterable[Paragraph], known: frozenset[Control], parts: tuple[str, ...]) -> bool:
    """Whether the words between several controls are those of the form."""
    texts = [""]
    last: Control | None = None
    for paragraph in paragraphs:
        for piece, around in paragraph.pieces:
            control = next((one for one in around if one in known), None)
            if control is not None and control is not last:
                texts.append("")
            elif control is None:
                texts[-1] += piece
            last = control or last
    return len(texts) == len(parts) // 2 + 1 and all(map(same, texts, parts[::2]))


def _by_mark(places: Places, slot: Slot) -> Found:
    """What stands in the cell or paragraph of the bookmark of a slot."""
    where = places.story.bookmarks.get(slot.bookmark, ()) if slot.bookmark else ()
    parts = places.containers.get(slot.bookmark)
    if not where or parts is None:
        return Found()
    doubts: tuple[str, ...] = () if len(where) == 1 else (TWICE,)
    paragraph = where[0]
    cell = paragraph.cell
    if cell is not None and len(parts) == 3 and marks_in(places, cell.paragraphs) == {slot.bookmark}:
        paragraphs, how = tuple(cell.paragraphs), "cell"
    else:
        paragraphs, how = (paragraph,), "paragraph"
    if holds_known(places, paragraphs):
        return Found()
    found = _cut(paragraphs, parts, slot.bookmark, "cell" if how == "cell" else "paragraph")
    others = {control for one in paragraphs for control in controls_of(one)}
    for control in others:
        doubts += tuple(control.doubts)
    return _doubted(found, *slot.doubts, *doubts)


def _repeated(places: Places, slot: Slot, found: Found) -> Found:
    """A field that was found by its place, compared with the other places that the form has for it."""
    if found.how not in ("cell", "paragraph"):
        return found
    for mark in places.repeats.get(slot.bookmark, ()):
        other = _by_mark(places, replace(slot, bookmark=mark))
        places.used.update(other.paragraphs)
        if other.how == "none" or not same(other.text, found.text):
            found = _doubted(found, f"{TWICE}, with different answers")
    return found


def _cut(paragraphs: tuple[Paragraph, ...], parts: tuple[str, ...], name: str, how: How) -> Found:
    """The text of a place without the words of the form."""
    text = "\n".join(one.text for one in paragraphs)
    doubts = [reason for one in paragraphs for reason in one.doubts]
    pieces = split(text, parts)
    if any(one.text.strip(" ") != one.text.strip() for one in paragraphs if one.text.strip()):
        doubts.append(LINES)
    inside = controls_in(paragraphs)
    box = [one for one in inside if one.kind in ("check", "date")]
    plain = any(one.plain and (one.saved_again or sum(map(bool, one.pieces)) > 1) for one in inside)
    control = box[0] if len(box) == 1 and len(parts) == 3 else None
    if pieces is None:
        doubts.append(AROUND)
        return Found(text, text, how, control, (*doubts, BY_PLACE), paragraphs, plain)
    value, unique = pieces[parts[1::2].index(name)], len(parts) == 3
    if not unique or (how == "paragraph" and control is None):
        doubts.append(BY_PLACE)
    return Found(value, value, how, control, tuple(doubts), paragraphs, plain)


def _by_words(places: Places, slot: Slot) -> Found:
    """The one cell or paragraph with the words that stood around the field, or the cell beside its label."""
    parts = places.containers.get(slot.bookmark)
    if parts is None or len(parts) != 3:
        return Found()
    candidates: list[tuple[Paragraph, ...]] = []
    if (parts[0] + parts[2]).strip():
        word = (parts[0] + " " + parts[2]).split()[0]
        candidates = [(one,) for one, text in places.free() if word in text and split(text, parts) is not None]
    else:
        candidates = list(_beside_label(places, slot.field.label))
    if len(candidates) != 1 or holds_known(places, candidates[0]):
        return Found()
    found = _cut(candidates[0], parts, slot.bookmark, "words")
    return _doubted(found, BY_WORDS, *slot.doubts)


def _beside_label(places: Places, label: str) -> Iterator[tuple[Paragraph, ...]]:
    """The cells beside a label that nothing was read from; ``label`` has the question before it."""
    whole = " ".join(label.split())
    for row in places.story.rows:
        for left, right in zip(row.cells, row.cells[1:], strict=False):
            words = " ".join(left.paragraphs[0].text.rstrip(" *:").split()) if left.paragraphs else ""
            if words and whole.endswith(words) and not any(p in places.used for p in right.paragraphs):
                yield tuple(right.paragraphs)
