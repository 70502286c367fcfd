"""One side of ``bench.bundle`` in a process of its own: ``python -m bench.joining SIDE TARGET FILE...``.

It imports nothing that joining does not need, so that no side pays for the measuring.
"""

from __future__ import annotations

import sys
from pathlib import Path


def side(name: str, target: Path, files: list[Path]) -> None:
    """Join the files: ``pypdf`` appends them, ``own`` and ``elsewhere`` are ours."""
    if name == "pypdf":
        import pypdf

        writer = pypdf.PdfWriter()
        for file in files:
            writer.append(file, outline_item=file.stem)
        writer.write(target)
        return
    from ctdocs.bundle.join.joiner import join
    from ctdocs.bundle.join.part import Part

    parts = [
        Part(file.stem, file.stem.capitalize(), file.read_bytes(), "One line that says what it is", own=name == "own")
        for file in files
    ]
    target.write_bytes(join(parts, title="Review pack", reference="CT-2026-014").data)


if __name__ == "__main__":
    side(sys.argv[1], Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
