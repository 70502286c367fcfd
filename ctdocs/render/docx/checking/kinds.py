"""Whether the control of a field can hold its answer: a tick a tick, a choice the answers that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdocs.documents.blocks import Field
from ctdocs.render.docx.ooxml import qn

_KINDS: Final = {
    "w14:checkbox": "box",
    "w:dropDownList": "list",
    "w:comboBox": "combo",
    "w:date": "date",
    "w:picture": "picture",
}
_SHOWN: Final = {
    "box": "a tick box",
    "list": "a drop-down list",
    "combo": "a combo box",
    "date": "a date picker",
    "picture": "a picture",
    "text": "text",
}
_AGAIN: Final = "Copy it from a fresh export of the template."


@dataclass(frozen=True, slots=True)
class WrongKind:
    """What is wrong with one control. ``usable`` says that an answer in it can be read all the same."""

    message: str
    hint: str
    usable: bool = False


def wrong_kind(control: Any, tag: str, field: Field, option: str) -> Iterator[WrongKind]:
    """What is wrong with the control of a field; ``option`` is the answer of a choice that it stands for, or ""."""
    properties = control.find(qn("w:sdtPr"))
    found = {name: properties.find(qn(name)) for name in _KINDS}
    kind = next((_KINDS[name] for name, element in found.items() if element is not None), "text")
    wanted = _wanted(field, option)
    label = next((one.label for one in field.options if option and one.value == option), field.label)
    if kind != wanted:
        message = f"The field '{tag}' ({label}) is {_SHOWN[kind]} and must be {_SHOWN[wanted]}."
        yield WrongKind(message, _AGAIN)
    elif kind == "list":
        yield from (WrongKind(said, _AGAIN) for said in _lists(found["w:dropDownList"], f"'{tag}' ({label})", field))
    elif field.kind == "multiline":
        typed = properties.find(qn("w:text"))
        if typed is not None and typed.get(qn("w:multiLine"), "0") not in ("1", "true", "on"):
            hint = "Select it, then Developer, Properties, and tick: Allow carriage returns."
            yield WrongKind(f"The field '{tag}' ({label}) takes one line only.", hint, usable=True)


def _wanted(field: Field, option: str) -> str:
    if option or field.kind == "tick":
        return "box"
    return {"radio": "list", "date": "date"}.get(field.kind, "text")


def _lists(control: Any, named: str, field: Field) -> Iterator[str]:
    """What is wrong with the answers of a list. An entry without a value only invites to choose."""
    entries: Mapping[str, str] = {
        str(item.get(qn("w:value"))): str(item.get(qn("w:displayText"), item.get(qn("w:value"))))
        for item in control.iter(qn("w:listItem"))
        if item.get(qn("w:value"))
    }
    answers = {option.value: option.label for option in field.options}
    for value, label in answers.items():
        if value not in entries:
            yield f"The list of the field {named} lacks the answer “{label}”, whose value is '{value}'."
        elif entries[value] != label:
            yield f"The list of the field {named} shows “{entries[value]}” for the answer “{label}”."
    for value, shown in entries.items():
        if value not in answers:
            yield f"The list of the field {named} has an answer that the form does not have: “{shown}”."
