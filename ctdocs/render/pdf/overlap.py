"""A form is checked as it is built: no field lies on another, and none too near the edge for a printer."""

from __future__ import annotations

from itertools import combinations

from ctdocs.model.layout import Box, Layout
from ctdocs.render.pdf.paragraph import MM

EDGE = 15 * MM


def assert_clear(layout: Layout) -> None:
    """Raise ``AssertionError`` where two fields overlap or one is nearer than 15 mm to the edge (paper, section 7)."""
    for page in range(1, layout.pages + 1):
        boxes: list[tuple[str, Box]] = []
        for field in layout.fields:
            if field.page == page:
                boxes += [(f"{field.id}={v}", box) for v, box in field.options.items()] or [(field.id, field.box)]
        for name, (x0, y0, x1, y1) in boxes:
            assert x0 >= EDGE and y0 >= EDGE and x1 <= layout.width - EDGE and y1 <= layout.height - EDGE, (
                f"{name} on page {page} of {layout.document} is too near the edge"
            )
        for (name, a), (other, c) in combinations(boxes, 2):
            assert a[2] <= c[0] or c[2] <= a[0] or a[3] <= c[1] or c[3] <= a[1], (
                f"{name} and {other} overlap on page {page} of {layout.document}"
            )
