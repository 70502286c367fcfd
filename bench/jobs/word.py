"""Word: the prefilled application form from its facts to the bytes of a Word file, against docxtpl alone.

docxtpl opens the same template, renders it with the same names and the same Jinja, and saves it: text and loops, no
field filled. Ours does that and fills the fields, gives every control its id and bookmark, and writes the same bytes
each time. The names are ready for docxtpl; our side decides them from the facts as well.

The rows of an area's own template time what a user runs, ``render(document, own=file)``: the file is read, checked from
end to end, prepared and rendered. It is a fresh export, with its page of names. Where it is new, each run has a file of
other bytes, so that nothing that is kept from one template can serve the next.
"""

from __future__ import annotations

import io
import itertools
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

from bench import sample
from bench.jobs import Comparison, Job, Run, SetUp, Target

FORTY = 40


def prepare(folder: Path) -> None:
    """The template that ctdocs uses itself, and the same as an officer gets it."""
    from ctdocs.documents.templated import template_of
    from ctdocs.render.docx.export import exported
    from ctdocs.render.docx.template import compiled

    document = sample.resolver("prefilled")()
    (folder / "template.docx").write_bytes(compiled(template_of(document), record=False))
    (folder / "own.docx").write_bytes(exported(document))


def ours(documents: int) -> SetUp:
    """That many documents, the template unknown before the first."""

    def set_up(folder: Path) -> Run:
        from ctdocs.render.docx import document, run

        resolved, template = sample.resolver("prefilled"), (folder / "template.docx").read_bytes()

        def make() -> bytes:
            run.prepare.cache_clear()
            return [document.from_template(resolved(), template).data for _ in range(documents)][-1]

        return make

    return set_up


def own(*, new: bool) -> SetUp:
    """One document from an area's own template; ``new``: a template that was never seen."""

    def set_up(folder: Path) -> Run:
        from ctdocs.render.docx.document import render

        resolved, file = sample.resolver("prefilled"), folder / "own.docx"
        exported, numbers = file.read_bytes(), itertools.count()

        def make() -> bytes:
            path = file
            if new:
                path = folder / "own-new.docx"
                path.write_bytes(_numbered(exported, next(numbers)))
            return render(resolved(), own=path).data

        return make

    return set_up


def _numbered(package: bytes, number: int) -> bytes:
    """The same file with a number as the comment of its zip, of which it has none."""
    assert package.endswith(b"\0\0")
    said = str(number).encode()
    return package[:-2] + struct.pack("<H", len(said)) + said


def docxtpl(documents: int, file: str = "template.docx") -> SetUp:
    """That many documents, each with a ``DocxTemplate`` of its own: one that is used again is no quicker."""

    def set_up(folder: Path) -> Run:
        from docxtpl import DocxTemplate

        from ctdocs.documents.template import Sink, word_context, word_environment
        from ctdocs.render.docx.document import names_of
        from ctdocs.render.docx.state import rows_of

        document, template = sample.resolver("prefilled")(), (folder / file).read_bytes()
        names = names_of(document, rows_of(document, document.values))

        def one() -> bytes:
            made: Any = DocxTemplate(io.BytesIO(template))
            made.render(word_context(names, Sink(str)), word_environment("en"), autoescape=True)
            out = io.BytesIO()
            made.save(out)
            return out.getvalue()

        return lambda: [one() for _ in range(documents)][-1]

    return set_up


def check(folder: Path) -> None:
    """Both have the same paragraphs and as many controls; ours holds every answer of the case, too."""
    sides = [
        (ours(1), docxtpl(1)), (own(new=True), docxtpl(1, "own.docx")), (own(new=False), docxtpl(1, "own.docx")),
    ]  # fmt: skip
    for mine, other in sides:
        _same(_document(mine(folder)()), _document(other(folder)()))


def _same(mine: str, other: str) -> None:
    for tag in (r"<w:p[ >]", r"<w:tr[ >]", r"<w:sdt>"):
        assert len(re.findall(tag, mine)) == len(re.findall(tag, other)) > 0, f"not as many {tag}"
    words = re.compile("Exampleshire|qualifying complaint|Incident details")
    assert words.findall(mine) and "{{" not in mine + other and "{%" not in mine + other, "text is missing"
    missing = [text for text in sample.DETAILS if text not in mine]
    assert not missing, f"not in the file: {missing}"


def _document(data: object) -> str:
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


JOB = Job(
    prepare,
    check,
    {
        "ours": ours(1), "docxtpl": docxtpl(1), "ours-forty": ours(FORTY), "docxtpl-forty": docxtpl(FORTY),
        "own-new": own(new=True), "own-again": own(new=False), "docxtpl-own": docxtpl(1, "own.docx"),
    },
    (
        Comparison("Word form, template new / docxtpl", "ours", "docxtpl", target=Target(1.3, False), faster=False),
        Comparison(
            "  forty of one template", "ours-forty", "docxtpl-forty", target=Target(1.1, False), faster=False
        ),
        Comparison("  whole process for one form", "ours", "docxtpl", "process", faster=False),
        Comparison(
            "Own template, new and checked / docxtpl", "own-new", "docxtpl-own", target=Target(1.3, False), faster=False
        ),
        Comparison("  used again", "own-again", "docxtpl-own", target=Target(1.3, False), faster=False),
        Comparison("  whole process for one form", "own-new", "docxtpl-own", "process", faster=False),
    ),
)
