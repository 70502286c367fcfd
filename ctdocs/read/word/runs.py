"""Runs of text: the characters that Word's elements stand for, and how a run may look other than it reads."""

from __future__ import annotations

from typing import Any, Final

from ctdocs.read.word.controls import on
from ctdocs.read.word.opening import W

HIDDEN: Final = "it has hidden text, which was left out"
STRUCK: Final = "part of it is struck through"
UNSEEN: Final = "part of it is written so that it can hardly be seen"

Hidden = frozenset[str]
"""The ids of styles whose text is hidden."""

_PRESERVED: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS: Final = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
_SYMBOLS: Final = {
    "wingdings": {
        0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐",
    },
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x51: "☒", 0x54: "☒", 0xA3: "☐", 0x30: "☐"},
}  # fmt: skip
"""The boxes and ticks of the two fonts that Word offers under Insert, Symbol."""


def letters(element: Any) -> str | None:
    """The text that an element of a run stands for; None where it is no such element."""
    tag = element.tag
    if tag == f"{W}t":
        text = element.text or ""
        if element.get(_PRESERVED) != "preserve":
            text = text.strip(" \t\r\n")
        return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")  # as Word shows them
    if tag in _SIGNS:
        return _SIGNS[tag]
    if tag == f"{W}sym":
        return _symbol(element)
    return None


def run_doubts(look: Any, hidden: Hidden) -> tuple[str, ...]:
    """Why the text of a run with this ``w:rPr`` is not what a person reads."""
    found = []
    direct = look.find(f"{W}vanish")
    style = look.find(f"{W}rStyle")
    if (direct is not None and on(direct)) or (
        direct is None and style is not None and style.get(f"{W}val", "") in hidden
    ):
        found.append(HIDDEN)
    if any((one := look.find(W + name)) is not None and on(one) for name in ("strike", "dstrike")):
        found.append(STRUCK)
    colour, size = look.find(f"{W}color"), look.find(f"{W}sz")
    white = colour is not None and colour.get(f"{W}val", "").upper() in ("FFFFFF", "FEFEFE")
    if white or (size is not None and size.get(f"{W}val", "") in ("1", "2", "3", "4", "5", "6")):
        found.append(UNSEEN)
    return tuple(found)


def hidden_styles(root: Any) -> Hidden:
    """The ids of the character styles of ``word/styles.xml`` that hide their text, those based on them too."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        vanish = style.find(f"{W}rPr/{W}vanish")
        if vanish is not None:
            own[name] = on(vanish)
        parent = style.find(f"{W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{W}val", "")
    found = set()
    for name in {*own, *based}:
        at, seen = name, set()
        while at not in own and at in based and at not in seen:
            seen.add(at)
            at = based[at]
        if own.get(at, False):
            found.add(name)
    return frozenset(found)


def _symbol(element: Any) -> str:
    """The character of ``w:sym``; one of a font that is not known stays in the private area, which nobody reads."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
        sign = chr(code)
    except (ValueError, OverflowError):
        return "\ufffd"
    font = element.get(f"{W}font", "").lower()
    return _SYMBOLS.get(font, {}).get(code & 0xFF, sign if font not in _SYMBOLS else "\ufffd")
