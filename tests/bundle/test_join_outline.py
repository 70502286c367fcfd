"""Outlines and page labels of parts: kept below the bookmark of their part, leading to its pages; one set of labels."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Bundle, Part
from tests.bundle import corpus

PAGES = 6


def with_outline(pdf: Pdf) -> None:
    """Chapters three deep that lead to pages in each of the ways there are, and one that leads nowhere."""
    pages = [page.obj for page in pdf.pages]
    place = pdf.make_indirect(Dictionary(D=Array([pages[4], Name.Fit])))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("by name"), place])))
    pdf.Root.Dests = Dictionary(old=Array([pages[5], Name.Fit]))
    with pdf.open_outline() as outline:
        one = OutlineItem("Chapter ŵ (1)", 0)
        deeper = OutlineItem("Section 1.1", 1)
        deeper.children.append(OutlineItem("Part 1.1.1", action=Dictionary(S=Name.GoTo, D=Array([pages[2], Name.Fit]))))
        one.children.append(deeper)
        lost = OutlineItem("Leads nowhere")
        lost.children.append(OutlineItem("Kept below it", 3))
        outline.root += [one, lost, OutlineItem("By name", String("by name"))]
    last = pdf.Root.Outlines.Last
    more = pdf.make_indirect(Dictionary(Title=String("By an old name"), Parent=pdf.Root.Outlines, Prev=last))
    more.Dest = Name.old
    last.Next, pdf.Root.Outlines.Last = more, more
    labels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D, P=String("A-"))]))
    pdf.Root.PageLabels = labels


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    report = corpus.changed(corpus.sheets("report", PAGES), with_outline)
    parts = [Part(f"report-{n}", f"Report {n}", report) for n in (1, 2)]
    return join([Part("letter", "Letter", corpus.sheets("letter", 3)), *parts], title="Pack", reference="")


def nested(reader: pypdf.PdfReader, held: list[Any]) -> list[Any]:
    """The outline as (title, page from 1, below)."""
    found: list[Any] = []
    for one in held:
        if isinstance(one, list):
            found[-1][2].extend(nested(reader, one))
        else:
            page = reader.get_destination_page_number(one)
            assert page is not None
            found.append((str(one.title), page + 1, []))
    return found


def test_chapters_of_a_part_stand_below_its_bookmark_and_lead_to_its_own_pages(bundle: Bundle) -> None:
    reader = pypdf.PdfReader(io.BytesIO(bundle.data))
    top = {title: (page, below) for title, page, below in nested(reader, reader.outline)}
    for entry in bundle.entries[1:]:
        at = entry.first
        page, below = top[f"{entry.title} (page {at})"]
        assert page == at
        assert below == [
            (f"Chapter ŵ (1) (page {at})", at, [
                (f"Section 1.1 (page {at + 1})", at + 1, [(f"Part 1.1.1 (page {at + 2})", at + 2, [])]),
            ]),
            (f"Kept below it (page {at + 3})", at + 3, []),
            (f"By name (page {at + 4})", at + 4, []),
            (f"By an old name (page {at + 5})", at + 5, []),
        ]  # fmt: skip


def test_the_parts_are_seen_at_a_glance(bundle: Bundle) -> None:
    with pikepdf.open(io.BytesIO(bundle.data)) as pdf:
        assert int(pdf.Root.Outlines.Count) == len(bundle.entries) + 2, "what lies below is closed (12.3.3)"


def test_labels_of_parts_give_way_to_the_numbers_that_are_printed(bundle: Bundle) -> None:
    reader = pypdf.PdfReader(io.BytesIO(bundle.data))
    assert reader.page_labels == [str(number) for number in range(1, bundle.pages + 1)]


def test_an_outline_that_bites_its_tail_comes_to_an_end() -> None:
    def spoil(pdf: Pdf) -> None:
        with_outline(pdf)
        first = pdf.Root.Outlines.First
        first.First.First.Next = first
        first.Next.First.First = pdf.Root.Outlines

    data = corpus.changed(corpus.sheets("report", PAGES), spoil)
    made = join([Part("report", "Report", data)], title="Pack", reference="")
    reader = pypdf.PdfReader(io.BytesIO(made.data))
    (_, _, below) = nested(reader, reader.outline)[1]
    assert [title.partition(" (page")[0] for title, _, _ in below] == ["Chapter ŵ (1)", "Kept below it", "By name",
                                                                     "By an old name"]  # fmt: skip
    assert "Section 1.1" in below[0][2][0][0]
