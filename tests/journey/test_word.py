"""Word files from end to end, by programs others wrote: judged, opened, drawn, filled in, read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctdocs.read.word import read_word
from ctdocs.render.office import Converted, to_pdf
from tests.journey.word import DOCUMENTS, WAYS, Issued, answers, issue, words_of_pdf, words_of_word
from tests.outside import libreoffice, ooxml, poppler
from tests.outside.libreoffice import Typing

needs = pytest.mark.needs
every = pytest.mark.parametrize("name", [f"{document}-{mode}" for document, mode in WAYS])
each = pytest.mark.parametrize("document", DOCUMENTS)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Issued]:
    return {one.name: one for one in issue(tmp_path_factory.mktemp("word"))}


@pytest.fixture(scope="module")
def judged(issued: dict[str, Issued]) -> dict[Path, list[str]]:
    return ooxml.check(one.word for one in issued.values())


@pytest.fixture(scope="module")
def drawn(issued: dict[str, Issued], tmp_path_factory: pytest.TempPathFactory) -> Converted:
    return to_pdf([one.word for one in issued.values()], tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def filled(issued: dict[str, Issued], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The blank documents with an answer typed into each field, in two ways."""
    folder = tmp_path_factory.mktemp("filled")
    jobs = {
        (document, way): Typing(one.word, folder / f"{document}-{way}.docx", answers(one.form)[0], way)
        for document in DOCUMENTS
        for one in [issued[f"{document}-blank"]]
        for way in ("inside", "over")
    }
    libreoffice.typed(list(jobs.values()))
    return {key: job.target for key, job in jobs.items()}


@needs("ooxml")
@every
def test_the_file_keeps_to_the_schemas(issued: dict[str, Issued], judged: dict[Path, list[str]], name: str) -> None:
    assert judged[issued[name].word] == []
    assert ooxml.traps(issued[name].word) == []


@needs("libreoffice", "poppler")
@every
def test_libreoffice_shows_the_words_of_the_pdf_in_their_order(
    issued: dict[str, Issued], drawn: Converted, name: str
) -> None:
    """What is left out on both sides is what no one reads out: page furniture and the hints in combs."""
    one = issued[name]
    words = words_of_word(drawn.made[one.word], one.document)
    assert len(words) > 10
    assert words == words_of_pdf(one.pdf, one.document, one.form)


@needs("libreoffice", "poppler")
@every
def test_there_are_as_many_pages_as_in_the_pdf_or_a_little_less(
    issued: dict[str, Issued], drawn: Converted, name: str
) -> None:
    """The PDF keeps its corners clear for the scanner, and has room for a pen; Word's pages hold a little more.

    A letter's paragraphs stand closer in the PDF where that saves a page; in Word that is left to the officer.
    """
    one = issued[name]
    ours, theirs = (int(poppler.info(path)["Pages"]) for path in (one.pdf, drawn.made[one.word]))
    assert ours - max(1, ours // 3) <= theirs <= ours + name.startswith("letter-")


@needs("uno")
@each
def test_what_is_typed_over_the_fields_reads_back(
    issued: dict[str, Issued], filled: dict[tuple[str, str], Path], document: str
) -> None:
    """LibreOffice drops a control that is typed over and all tags: cells, bookmarks and the words around remain."""
    meant = answers(issued[f"{document}-blank"].form)[1]
    reading = read_word(filled[document, "over"])
    assert reading.form.id == document
    assert {name: reading.fields[name].value for name in meant} == meant


@needs("uno")
@each
def test_what_is_typed_into_the_fields_reads_back(
    issued: dict[str, Issued], filled: dict[tuple[str, str], Path], document: str
) -> None:
    """LibreOffice 7.4 does not save a line end that is typed into a control of plain text: it is for a person."""
    meant = answers(issued[f"{document}-blank"].form)[1]
    fields = read_word(filled[document, "inside"]).fields
    for name, value in meant.items():
        assert fields[name].value == value, name
        if isinstance(value, str) and "\n" in value and fields[name].status != "certain":
            assert fields[name].status == "check" and "a line end may have been lost in it" in fields[name].reason


@needs("uno")
def test_only_an_answer_that_had_line_ends_asks_for_a_look_until_the_file_is_saved_again(
    issued: dict[str, Issued], tmp_path: Path
) -> None:
    """LibreOffice leaves a mark of each line end that it drops; when it opens its own file, the mark goes too."""
    form = issued["victim-statement-blank"].form
    marks = {field.id: field.bookmarks[""] for field in form.fields}
    long = "It went on ŵ & < >. " * 75
    said = {"statement.text": "First line\nsecond line", "statement.wish": long.strip(), "statement.on_behalf": "Dewi"}
    once = tmp_path / "once.docx"
    typed = {marks[name]: value for name, value in said.items()}
    libreoffice.typed([Typing(issued["victim-statement-blank"].word, once, typed, "inside")])
    fields = read_word(once).fields
    assert {name: fields[name].value for name in said} == said
    assert {name: fields[name].status for name in said} == {
        "statement.text": "check", "statement.wish": "certain", "statement.on_behalf": "certain",
    }  # fmt: skip
    (again,) = libreoffice.docx([once], tmp_path / "again").values()
    fields = read_word(again).fields
    assert {name for name in said if fields[name].status == "check"} == {"statement.text", "statement.wish"}
