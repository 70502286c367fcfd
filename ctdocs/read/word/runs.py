"""Runs of text: the characters that Word's elements stand for, and how a run may look other than it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdocs.read.word.controls import W14, on
from ctdocs.read.word.opening import W

HIDDEN: Final = "it has hidden text, which was left out"
STRUCK: Final = "part of it is struck through"
UNSEEN: Final = "part of it is written so that it can hardly be seen"

MARKS: Final = ("highlight", "shd", "bdr", "u", "b", "em")
"""What people do to an answer that they choose, other than ticking it; the first three stand in no form of ours."""

Look = Mapping[str, bool]
"""What a ``w:rPr`` says of the four looks that matter here: ``vanish``, ``strike``, ``white`` and ``tiny``."""

Styles = Mapping[str, Look]
"""The looks of the styles that say anything of these, by their id; what they are based on is worked in."""

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


def run_doubts(look: Any, styles: Styles, paragraph: Look) -> tuple[str, ...]:
    """Why the text of a run with this ``w:rPr`` (or None) is not what a person reads.

    ``paragraph`` is the look of its paragraph's style. What the run says itself goes before its style's look, and that
    before the paragraph's (ISO 29500-1, 17.7.2).
    """
    seen = dict(paragraph)
    if look is not None:
        style = look.find(f"{W}rStyle") if styles else None
        if style is not None:
            seen |= styles.get(style.get(f"{W}val", ""), {})
        seen |= own_look(look)
    found = []
    if seen.get("vanish"):
        found.append(HIDDEN)
    if seen.get("strike"):
        found.append(STRUCK)
    if seen.get("white") or seen.get("tiny"):
        found.append(UNSEEN)
    return tuple(found)


def own_look(look: Any) -> dict[str, bool]:
    """What a ``w:rPr`` itself says, its style left aside."""
    found: dict[str, bool] = {}
    for one in look:
        name = one.tag[len(W) :] if isinstance(one.tag, str) and one.tag.startswith(W) else ""
        if name in ("vanish", "specVanish"):
            found["vanish"] = on(one)
        elif name in ("strike", "dstrike"):
            found["strike"] = on(one) or found.get("strike", False)
        elif name == "color":
            found["white"] = _is_white(one)
        elif name == "sz":
            found["tiny"] = one.get(f"{W}val", "") in ("1", "2", "3", "4", "5", "6")
        elif one.tag == f"{W14}textFill":
            found["white"] = one.find(f"{W14}noFill") is not None or found.get("white", False)
    return found


def marks(look: Any) -> Iterator[str]:
    """How a ``w:rPr`` sets its text off from that around it, of ``MARKS``; its style left aside."""
    for name in MARKS:
        one = look.find(W + name)
        if one is None:
            continue
        said = one.get(f"{W}val", "")
        if name == "b":
            set_off = on(one)
        elif name == "shd":
            filled = one.get(f"{W}fill", "auto").upper() not in ("AUTO", "FFFFFF") or one.get(f"{W}themeFill")
            set_off = bool(filled) or said not in ("clear", "nil", "")
        else:
            set_off = said not in ("none", "nil")
        if set_off:
            yield name


def looks_of(root: Any) -> dict[str, dict[str, bool]]:
    """The looks of the styles in ``word/styles.xml`` that say anything of what matters here, by their id."""
    own: dict[str, dict[str, bool]] = {}
    based: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        look = style.find(f"{W}rPr")
        own[name] = own_look(look) if look is not None else {}
        parent = style.find(f"{W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{W}val", "")
    found = {}
    for name in own:
        at, chain = name, [name]
        while (at := based.get(at, "")) in own and at not in chain:
            chain.append(at)
        whole: dict[str, bool] = {}
        for one in reversed(chain):
            whole |= own[one]
        if any(whole.values()) or (whole and any(any(own[one].values()) for one in chain)):
            found[name] = whole
    return found


def _is_white(colour: Any) -> bool:
    theme, shade = colour.get(f"{W}themeColor", ""), colour.get(f"{W}themeShade", "FF")
    try:
        if theme in ("background1", "light1"):
            return int(shade, 16) >= 0xD0
        value = colour.get(f"{W}val", "")
        return len(value) == 6 and all(int(value[at : at + 2], 16) >= 0xF0 for at in (0, 2, 4))
    except ValueError:
        return False


def _symbol(element: Any) -> str:
    """The character of ``w:sym``; one of a font that is not known stays in the private area, which nobody reads."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
        sign = chr(code)
    except (ValueError, OverflowError):
        return "\ufffd"
    font = element.get(f"{W}font", "").lower()
    return _SYMBOLS.get(font, {}).get(code & 0xFF, sign if font not in _SYMBOLS else "\ufffd")
