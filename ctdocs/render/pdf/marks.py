"""What lets a page find its way home from a scanner: four markers and a code (measurements/paper, sections 2 and 7).

Markers are ArUco, dictionary 4x4_50, 9 mm, 7 mm from the edges of the sheet; a marker's number is
(page mod 12) x 4 + corner, corners running from the top left with the clock. The code is a QR code of modules of at
least 0.6 mm at the top, ``FORM:LAYOUT:GSSCODE:PAGE/PAGES:SERIAL`` in the alphanumeric set, readable under it.
"""

from __future__ import annotations

import functools

from ctdocs.render.pdf.fonts import face
from ctdocs.render.pdf.paragraph import MM
from ctdocs.render.pdf.writer import A4, Writer

MARKER, MARGIN = 9 * MM, 7 * MM
QR_SIDE, QR_TOP = 18 * MM, 6.5 * MM
# The 16 inner cells of markers 0 to 47, rows from the top, a set bit being white (OpenCV's DICT_4X4_50).
_BITS = (
    0xB532, 0x0F9A, 0x332D, 0x9946, 0x549E, 0x79CD, 0x9E2E, 0xC4F2, 0xFEDA, 0xCF56, 0xF991, 0x11A7,
    0x0EB7, 0x2A0F, 0x24B1, 0x263E, 0x4665, 0x6600, 0x6C5E, 0x76AF, 0x868B, 0xB02B, 0xCCD5, 0xDD82,
    0xFE47, 0x9471, 0xACE4, 0xA554, 0x2123, 0x346F, 0x4415, 0x57B2, 0x9ECF, 0xF0CB, 0x08AE, 0x0929,
    0x1875, 0x04FF, 0x0DF6, 0x1C5A, 0x1718, 0x2A28, 0x328C, 0x38B2, 0x24E8, 0x2EEB, 0x2D3F, 0x4B64,
)  # fmt: skip


def marker_cells(marker: int) -> list[tuple[int, int]]:
    """The black cells (row, column) of a marker of 6 by 6 cells, its border included."""
    cells = [(r, c) for r in range(6) for c in range(6) if r in (0, 5) or c in (0, 5)]
    bits = _BITS[marker]
    cells += [(r + 1, c + 1) for r in range(4) for c in range(4) if not bits >> (15 - 4 * r - c) & 1]
    return cells


@functools.lru_cache(maxsize=256)
def qr_cells(text: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The number of modules on a side and the dark modules of a QR code: version 3, level Q, alphanumeric."""
    import segno

    code = segno.make(text, error="q", version=3, mode="alphanumeric", boost_error=False)
    rows = [list(row) for row in code.matrix]
    return len(rows), tuple((r, c) for r, row in enumerate(rows) for c, dark in enumerate(row) if dark)


def draw_marks(writer: Writer, page: int, code: str) -> None:
    """Draw the four markers of a page (from 0 within its form) and its code, all as artifacts."""
    width, height = A4
    far_x, far_y = width - MARGIN - MARKER, height - MARGIN - MARKER
    corners = ((MARGIN, MARGIN), (far_x, MARGIN), (far_x, far_y), (MARGIN, far_y))
    side, cells = qr_cells(code)
    left = (width - QR_SIDE) / 2
    with writer.artifact():
        for corner, (x, y) in enumerate(corners):
            writer.squares(x, y, MARKER / 6, marker_cells(page % 12 * 4 + corner))
        writer.squares(left, QR_TOP, QR_SIDE / side, cells)
        words = face().width(code, 6.5)
        writer.text((width - words) / 2, QR_TOP + QR_SIDE + 7.5, code, face(), 6.5)
