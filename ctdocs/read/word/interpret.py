"""From what stands in the places of a field to its answer and how sure we are, by the kind of the field.

A value is certain only where the control or the cell of its own says it and everything that Word keeps of it agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctdocs.model.kinds import READERS
from ctdocs.model.reading import FieldReading, Status
from ctdocs.model.text import read_date
from ctdocs.model.wordform import WordField
from ctdocs.read.values import DOUBTFUL, unreadable
from ctdocs.read.word.controls import PLACEHOLDERS, TICKED, UNTICKED, Control
from ctdocs.read.word.places import BESIDE, BY_PLACE, LINES, Found
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.tree import LOST

MISSING: Final = "the file does not have this field"
_DISAGREE: Final = "what is stored and what is shown disagree"
_STILL: Final = "the words that ask for an answer still stand in it"
_YES: Final = frozenset(("yes", "y", "true", "ticked", "✓", "✔", "ie", "ydw"))


def interpret(field: WordField, slots: Sequence[Slot], found: Sequence[Found]) -> FieldReading:
    """The answer to a field. ``slots`` are its places, one for each box of a choice, and ``found`` what stands there.

    Any doubt makes the status ``check``, also where nothing was read; the value is then still our best reading.
    """
    if all(slot.absent for slot in slots):
        return _reading(None, None, ())
    if all(one.how == "none" for one in found):
        return _reading(None, None, (MISSING,))
    if field.shown_as == "boxes":
        return _boxes(field, slots, found)
    if field.kind == "tick":
        ticked, doubts = _tick(found[0])
        return _reading(ticked, found[0].text or None, doubts)
    return _written(field, found[0])


def is_blank(text: str, placeholder: str) -> bool:
    """Whether a text is nothing but blanks or the words that ask for an answer."""
    plain = " ".join(text.split()).casefold()
    return not plain or plain == " ".join(placeholder.split()).casefold() or plain in PLACEHOLDERS


def _written(field: WordField, found: Found) -> FieldReading:
    text, doubts, control = found.text, found.doubts, found.control
    if is_blank(text, field.placeholder):
        # Where it was found does not matter as long as it is as it was issued.
        return _reading(None, None, tuple(reason for reason in doubts if reason != BY_PLACE))
    if LINES in doubts:
        text = _without_blank_ends(text)
    for words in {field.placeholder, *PLACEHOLDERS}:
        at = text.casefold().find(words.casefold()) if words and len(text.casefold()) == len(text) else -1
        if at >= 0 and (words != field.placeholder or len(words) > 8) and _stands_alone(found, text, words):
            text = (text[:at] + text[at + len(words) :]).strip()
            doubts = (*doubts, _STILL)
    if control is not None and control.placeholder and not is_blank(found.typed, field.placeholder):
        doubts = (*doubts, "Word still marks it as not filled in")
    if field.kind == "radio":
        value, reason = _option(field, text, control)
    else:
        value, reason = READERS[field.kind](text, 0)
        if field.kind == "multiline" and found.how != "tag" and found.in_plain:
            doubts = (*doubts, LOST)
        if not reason and field.kind == "date" and control is not None and control.full_date:
            stored = read_date(control.full_date[:10])
            if stored is None or stored.isoformat() != value:
                value, reason = text, f"{_DISAGREE}: the date kept beside it is {control.full_date[:10]}"
    if unreadable(text):
        doubts = (*doubts, "it holds characters that cannot be shown")
    return _reading(value, found.text, (*doubts, reason) if reason else doubts)


def _without_blank_ends(text: str) -> str:
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def _stands_alone(found: Found, text: str, words: str) -> bool:
    """Whether the words that ask for an answer stand at an end of the text, as they do where somebody typed beside
    them; in its midst they are the person's own.
    """
    plain, words = text.strip().casefold(), words.casefold()
    return found.how != "tag" and (plain.startswith(words) or plain.endswith(words))


def _option(field: WordField, text: str, control: Control | None) -> tuple[str, str]:
    """The answer that a list shows, by its label."""
    shown = " ".join(text.split())
    by_label = [value for value, label in field.options.items() if " ".join(label.split()) == shown]
    if len(by_label) == 1:
        if control is not None and control.chosen and control.chosen not in (by_label[0], shown):
            return by_label[0], _DISAGREE
        return by_label[0], ""
    near = [
        value for value, label in field.options.items()
        if shown.casefold() in (value.casefold(), " ".join(label.split()).casefold())
    ]  # fmt: skip
    if len(near) == 1:
        return near[0], f"“{shown}” is not quite one of the answers to choose from"
    return text, f"“{shown}” is not one of the answers to choose from"


def _tick(found: Found) -> tuple[bool, tuple[str, ...]]:
    """Whether a box is ticked, and the doubts."""
    doubts, control = found.doubts, found.control
    box = control is not None and control.kind == "check"
    shown = (found.typed if box else found.text).strip()
    beside = found.text.replace(found.typed, "", 1).strip() if BESIDE in doubts else ""
    if control is not None and box:
        ticked, unticked = control.states
        looks = shown == ticked if shown in control.states and ticked != unticked else shown in TICKED
        if looks != bool(control.checked) or (shown not in control.states and shown not in TICKED | UNTICKED):
            doubts = (*doubts, _DISAGREE)
        elif shown not in control.states:
            doubts = (*doubts, "its box was typed over")
        if ticked in UNTICKED or unticked in TICKED or ticked == unticked:
            doubts = (*doubts, "the signs of its box do not mean what they should")
        says = looks or bool(control.checked)
    else:
        says = bool(tick_of(shown))
        if not shown or tick_of(shown) is None:
            doubts = (*doubts, f"“{shown}” is not an answer of this tick box" if shown else "its box is gone")
        else:
            doubts = (*doubts, "its box is no longer one to click")
    if beside and tick_of(beside):
        says = True
    return says, doubts


def tick_of(text: str) -> bool | None:
    """Whether what somebody typed for a tick box means that it is ticked; None where it says something else."""
    plain = "".join(text.split()).casefold()
    if plain[:1] in ("[", "(") and plain[-1:] in ("]", ")"):
        plain = plain[1:-1]
    if plain in TICKED or plain in _YES:
        return True
    return False if not plain or plain in UNTICKED or plain in ("_", "-") else None


def _boxes(field: WordField, slots: Sequence[Slot], found: Sequence[Found]) -> FieldReading:
    """The one answer whose box is ticked."""
    marked: list[str] = []
    doubts: list[str] = []
    for slot, one in zip(slots, found, strict=True):
        label = field.options.get(slot.option, slot.option)
        if one.how == "none":
            doubts.append(f"the box “{label}” is missing")
            continue
        ticked, reasons = _tick(one)
        doubts += reasons
        if ticked:
            marked.append(slot.option)
    if len(marked) > 1:
        doubts.append(f"more than one answer is marked: {', '.join(field.options.get(one, one) for one in marked)}")
    value = marked[0] if len(marked) == 1 else None
    return _reading(value, ", ".join(marked) or None, tuple(doubts))


def _reading(value: str | bool | None, raw: str | None, doubts: Sequence[str]) -> FieldReading:
    if doubts:
        return FieldReading(value, raw, "check", DOUBTFUL, "; ".join(dict.fromkeys(doubts)))
    status: Status = "blank" if value is None else "certain"
    return FieldReading(value, raw, status)
