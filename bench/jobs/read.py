"""Read: a returned form from its path to its answers, against pypdf's ``get_fields``.

Ours does more than list values: it knows the form, says how certain each answer is, and judges the application; in a
file that was saved incrementally it first makes sure that no two readers could differ about it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import sample
from bench.jobs import Comparison, Job, Run, SetUp, Target

FILES = ("plain", "incremental")


def prepare(folder: Path) -> None:
    """A form filled by us, and a blank one to which the same values were added by an incremental save."""
    from bench.jobs.fill import values_of
    from ctdocs.render.pdf.document import render

    filled = render(sample.resolver("prefilled")()).data
    (folder / "plain.pdf").write_bytes(filled)
    blank = render(sample.resolver("blank")()).data
    (folder / "incremental.pdf").write_bytes(saved_again(blank, values_of(filled)))


def saved_again(data: bytes, values: Mapping[str, str]) -> bytes:
    """The file with these values as a viewer saves it: changed objects, a table of them and a trailer at the end."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        changed: dict[int, bytes] = {}
        for name, node in _fields(pdf.Root.AcroForm.Fields, ""):
            if name not in values:
                continue
            value = values[name]
            widgets = list(node.Kids) if "/Kids" in node else [node]
            for widget in widgets if value.startswith("/") else []:
                widget.AS = pikepdf.Name(value if value in widget.AP.N else "/Off")
            node.V = pikepdf.Name(value) if value.startswith("/") else pikepdf.String(value)
            changed |= {one.objgen[0]: one.unparse(resolved=True) for one in (*widgets, node)}
        size, root = len(pdf.get_xref_table()) + 1, pdf.Root.objgen[0]
    before, offsets = int(data.rsplit(b"startxref", 1)[1].split()[0]), {}
    for number, body in sorted(changed.items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in offsets.items())
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, before)
    return data + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def _fields(nodes: Any, parent: str) -> Iterator[tuple[str, Any]]:
    for node in nodes:
        name = f"{parent}.{node.T}" if parent else str(node.T)
        named = [kid for kid in node.get("/Kids", []) if "/T" in kid]
        if named:
            yield from _fields(named, name)
        else:
            yield name, node


def ours(name: str) -> SetUp:
    """``ctdocs.read.read_pdf`` on a file of that name."""

    def set_up(folder: Path) -> Run:
        from ctdocs.read import read_pdf

        path = folder / f"{name}.pdf"
        return lambda: read_pdf(path)

    return set_up


def pypdf(name: str) -> SetUp:
    """``PdfReader(path).get_fields()`` on a file of that name."""

    def set_up(folder: Path) -> Run:
        from pypdf import PdfReader

        path = folder / f"{name}.pdf"
        return lambda: PdfReader(path).get_fields()

    return set_up


def check(folder: Path) -> None:
    """Both see the same values in both files, and ours is certain of every answer."""
    from bench.jobs.fill import values_of
    from ctdocs.read import read_pdf

    expected = values_of((folder / "plain.pdf").read_bytes())
    for name in FILES:
        path = folder / f"{name}.pdf"
        fields = read_pdf(path).fields
        doubted = [key for key, one in fields.items() if one.status == "check"]
        assert not doubted, f"{name}: not certain of {doubted}"
        seen = {key: one.raw for key, one in fields.items() if one.raw not in (None, "", "/Off")}
        assert seen == expected == values_of(path.read_bytes()), f"{name}: the two read different values"


JOB = Job(
    prepare,
    check,
    {f"{who}-{name}": side(name) for name in FILES for who, side in (("ours", ours), ("pypdf", pypdf))},
    (
        Comparison("filled form, plain file / pypdf", "ours-plain", "pypdf-plain", target=Target(6, True)),
        Comparison("  saved incrementally", "ours-incremental", "pypdf-incremental"),
        Comparison("  whole process for one form", "ours-plain", "pypdf-plain", "process"),
    ),
)
