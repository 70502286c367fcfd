"""Content controls as they stand in a file: what Word says of each in ``w:sdtPr``, and the text gathered in it.

ISO 29500-1, 17.5.2; tick boxes are [MS-DOCX] 2.5.1.6, repeating sections 2.6.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from ctdocs.read.word.opening import W

if TYPE_CHECKING:
    from ctdocs.read.word.story import Paragraph

W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"

ControlKind = Literal["text", "check", "date", "list", "section", "item", "other"]

_KINDS: Final[dict[str, ControlKind]] = {
    f"{W}text": "text",
    f"{W}richText": "text",
    f"{W}date": "date",
    f"{W}dropDownList": "list",
    f"{W}comboBox": "list",
    f"{W14}checkbox": "check",
    f"{W15}repeatingSection": "section",
    f"{W15}repeatingSectionItem": "item",
}
TICKED: Final = frozenset("☒☑✓✔✗✘🗸🗹🗷xX")
"""What a ticked box looks like, drawn or typed."""
UNTICKED: Final = frozenset("☐□▢◻⬜")
"""What a box looks like that is not ticked."""

PLACEHOLDERS: Final = frozenset(
    (
        "click or tap here to enter text.", "click here to enter text.", "choose an item.",
        "click or tap to enter a date.", "click here to enter a date.", "choose a building block.",
        "enter any content that you want to repeat, including other content controls. you can also insert this control "
        "around table rows in order to repeat parts of a table.",
    )
)  # fmt: skip
"""What Word puts into an empty control that has no words of its own (English; 2007 to 2024)."""


@dataclass(slots=True, eq=False)
class Control:
    """One content control. ``pieces`` and ``doubts`` grow while the text is read; two are equal only if they are one.

    ``checked``, ``states`` (the signs of the box, ticked and not) and ``full_date`` are what the control holds beside
    its text. ``plain``: it takes text without formatting. ``number`` counts the controls of a file in their order.
    ``saved_again``: not all of its text looks as LibreOffice leaves it when it saves a form for the first time.
    """

    tag: str
    kind: ControlKind
    parent: Control | None
    number: int
    placeholder: bool = False
    checked: bool | None = None
    states: tuple[str, str] = ("☒", "☐")
    full_date: str | None = None
    chosen: str | None = None
    plain: bool = False
    pieces: list[str] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    paragraphs: list[Paragraph] = field(default_factory=list)
    ends_paragraph: bool = False
    saved_again: bool = False

    @property
    def text(self) -> str:
        """Its text, paragraphs and breaks as line ends."""
        text = "".join(self.pieces)
        return text.removesuffix("\n") if self.ends_paragraph else text

    def within(self, kind: ControlKind) -> Control | None:
        """The nearest control of that kind around this one."""
        around = self.parent
        while around is not None and around.kind != kind:
            around = around.parent
        return around


def control_of(sdt: Any, parent: Control | None, number: int) -> Control:
    """What ``w:sdtPr`` says of a ``w:sdt``; its text is not looked at."""
    made = Control("", "other", parent, number)
    properties = sdt.find(f"{W}sdtPr")
    for one in properties if properties is not None else ():
        tag = one.tag
        if tag in _KINDS:
            made.kind = _KINDS[tag]
        if tag == f"{W}tag":
            made.tag = one.get(f"{W}val", "")
        elif tag == f"{W}showingPlcHdr":
            made.placeholder = on(one)
        elif tag == f"{W}text":
            made.plain = True
        elif tag == f"{W}date":
            made.full_date = one.get(f"{W}fullDate")
            shown = one.find(f"{W}dateFormat")
            if shown is not None and shown.get(f"{W}val", "").startswith("M"):
                made.doubts["the month stands first in its dates"] = None
        elif tag in (f"{W}dropDownList", f"{W}comboBox"):
            made.chosen = one.get(f"{W}lastValue")
        elif tag == f"{W14}checkbox":
            _box(made, one)
        elif tag in (f"{W}dataBinding", f"{W15}dataBinding"):
            made.doubts["the control is tied to other data of the file, which Word shows in its place"] = None
    return made


def on(element: Any, attribute: str = f"{W}val") -> bool:
    """Whether a property that is on or off is on (ISO 29500-1, 17.17.4): standing there without a value, it is."""
    return str(element.get(attribute, "1")).lower() in ("1", "true", "on")


def _box(made: Control, box: Any) -> None:
    checked = box.find(f"{W14}checked")
    made.checked = checked is not None and on(checked, f"{W14}val")
    signs = []
    for name, usual in (("checkedState", "2612"), ("uncheckedState", "2610")):
        state = box.find(f"{W14}{name}")
        code = state.get(f"{W14}val", usual) if state is not None else usual
        try:
            signs.append(chr(int(code, 16)))
        except (ValueError, OverflowError):
            signs.append(chr(int(usual, 16)))
    made.states = (signs[0], signs[1])
