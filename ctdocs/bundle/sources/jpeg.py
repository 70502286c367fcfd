"""A JPEG without what is no picture in it: where and when it was taken, with which camera, its preview."""

from __future__ import annotations


def bare_jpeg(data: bytes, *, whole: bool = True) -> bytes | None:
    """A JPEG without its notes (APP1 to APP13, APP15, comments) and what follows its end; None where it is damaged.

    Where ``whole`` is False, one that has no end is given back as far as it goes.

    APP0 and APP14 stay: they say how its colours are stored (ISO/IEC 10918-1, B.2.4.6; Adobe's technical note 5116).
    """
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            end = _scan_end(data, at)
            return bytes(out + segment + data[at : end or len(data)]) if end or not whole else None
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            out += segment
    return None


def _scan_end(data: bytes, at: int) -> int:
    """Where the picture ends that has its first scan at ``at``; 0 where it has no end. Later scans are of it too."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0
