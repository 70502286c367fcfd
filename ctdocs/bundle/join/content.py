"""What a page's content says of itself: how its states nest, what of it is marked, and the same without its marks.

Content is read as tokens, not run: strings, inline pictures and comments are passed over whole (ISO 32000-1, 7.8.2).
"""

from __future__ import annotations

import itertools
import re

_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
_PICTURE = rb"(?<![^\s\]>)}])BI\s.*?\sID\s.*?\sEI(?![^\s/\[<(%])"
_COMMENT = rb"%[^\r\n]*+"
_DICTIONARY = rb"<<(?:[^<>()]++|" + _STRING + rb"|<<(?:[^<>()]++|" + _STRING + rb"|<[^<>]*+>)*+>>|<[^<>]*+>)*+>>"
_NAME = rb"/[^\s()<>\[\]{}/%]*+"
_START, _END = rb"(?<![^\s\]>)}])", rb"(?![^\s\[</({%])"
_SKIPPED = b"|".join((_STRING, _PICTURE, _COMMENT))
_OPAQUE = re.compile(_SKIPPED, re.DOTALL)
_MARK = re.compile(
    _SKIPPED + rb"|(?P<name>" + _NAME + rb")\s*(?:" + _DICTIONARY + rb"|" + _NAME + rb")?\s*(?P<open>BDC|BMC|DP|MP)"
    + _END + rb"|" + _START + rb"(?P<close>EMC)" + _END,
    re.DOTALL,
)  # fmt: skip
_STATES = re.compile(rb"[qQ](?<=[\s\]>)}].)" + _END)  # begins with what is rare: the search skips the rest
_PAINT = rb"(?:Tj|TJ|'|\"|Do|sh|BI|f\*?|F|B\*?|b\*?|S|s)"
_PAINTS = re.compile(_START + _PAINT + _END)
_STEPS = re.compile(_START + rb"(?:BDC|BMC|EMC|" + _PAINT + rb")" + _END)
_SIGN = re.compile(rb"(BDC|BMC|EMC|DP|MP)" + _END)
_SHORT_STRING = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)", re.DOTALL)
_END_MARK = re.compile(rb"EMC" + _END)
_AFTER = re.compile(_END)
_OPERANDS = re.compile(_NAME + rb"\s*(?:" + _DICTIONARY + rb")?\s*", re.DOTALL)
_TEXT = re.compile(rb"(?:Tj|TJ|'|\")" + _END)
_MCID = re.compile(rb"/MCID\s+(\d+)")


def depths(raw: bytes) -> tuple[int, int]:
    """How deep content sinks below its first graphics state (0 or less) and where it ends; (0, 0) if well made."""
    found = _depths(raw)
    if found != (0, 0):  # perhaps by a letter in a string
        found = _depths(_OPAQUE.sub(b" ", raw))
    return found


def _depths(raw: bytes) -> tuple[int, int]:
    lowest = depth = 0
    for state in _STATES.findall(b"\n" + raw):
        depth += 1 if state == b"q" else -1
        lowest = min(lowest, depth)
    return lowest, depth


def draws_text(raw: bytes) -> bool:
    """Whether it draws text itself."""
    return _TEXT.search(raw) is not None


def has_marks(raw: bytes) -> bool:
    """Whether anything in it might be marked."""
    return b"BDC" in raw or b"BMC" in raw or b"DP" in raw or b"MP" in raw


def wholly_marked(raw: bytes) -> bool:
    """Whether all that paints is marked: as content of an element or as an artifact (ISO 14289-1, 7.1)."""
    if _hides_signs(raw):
        raw = _OPAQUE.sub(b" ", raw)
    outside = []
    for piece in raw.split(b"EMC"):
        starts = [at for at in (piece.find(b"BDC"), piece.find(b"BMC")) if at >= 0]
        outside.append(piece[: min(starts)] if starts else piece)
    if _PAINTS.search(b" ".join(outside)) is None:
        return True
    depth = 0
    for step in _STEPS.findall(_OPAQUE.sub(b" ", raw)):
        if step in (b"BDC", b"BMC"):
            depth += 1
        elif step == b"EMC":
            depth -= 1
        elif depth <= 0:
            return False
    return True


def highest_mark(raw: bytes) -> int:
    """The highest id of marked content; -1 where there is none."""
    return max(map(int, _MCID.findall(raw)), default=-1)


def unmarked(raw: bytes) -> bytes:
    """The same content without its marks. Those of layers stay: they decide what is shown (ISO 32000-1, 8.11.3)."""
    quick = _unmarked_quickly(raw)
    return _unmarked(raw) if quick is None else quick


def _unmarked_quickly(raw: bytes) -> bytes | None:
    """The same for content in which no string and no picture could be taken for a mark; None for any other."""
    if b"/OC" in raw or _hides_signs(raw):
        return None
    kept = _END_MARK.sub(b"", raw)
    for sign in (b"BDC", b"BMC", b"DP", b"MP"):
        pieces = kept.split(sign)
        for at, (before, after) in enumerate(itertools.pairwise(pieces)):
            listed = before.rstrip()[-2:] == b">>"
            start = before.rfind(b"/", 0, before.rfind(b"<<") if listed else None)
            if start < 0 or _OPERANDS.fullmatch(before, start) is None or _AFTER.match(after) is None:
                return None
            if not listed and sign in (b"BDC", b"DP"):  # what is said of it stands elsewhere, under a name
                return None
            pieces[at] = before[:start]
        kept = b"".join(pieces)
    return kept


def _hides_signs(raw: bytes) -> bool:
    """Whether a string, a comment or a picture in it might hold what looks like a mark."""
    if b"BI" in raw or b"%" in raw:
        return True
    strings = _SHORT_STRING.findall(raw)
    letters = b" ".join(strings)
    if len(strings) + letters.count(b"(") != raw.count(b"("):  # one that holds others
        return True
    return _SIGN.search(letters) is not None


def _unmarked(raw: bytes) -> bytes:
    kept: list[bool] = []

    def decide(found: re.Match[bytes]) -> bytes:
        if found["open"]:
            layer = found["name"] == b"/OC"
            if found["open"] in (b"BDC", b"BMC"):
                kept.append(layer)
            return found[0] if layer else b" "
        if found["close"]:
            return found[0] if kept and kept.pop() else b" "
        return found[0]

    return _MARK.sub(decide, raw)
