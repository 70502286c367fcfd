"""Replies of partners from the command line: a request that comes back blank, a reply that comes twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from ctdocs.bundle.longer import longer
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.model.case import Case
from ctdocs.render.pdf.document import render
from tests.journey.returns import AREA, AT, POLICE, new_case
from tests.outside import pdftk

Ctdocs = Callable[..., tuple[int, str, str]]
ON = "2025-01-25"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new_case(tmp_path / "case")
    asked = {
        "request.organisation": POLICE, "request.from": "2024-06-11", "request.until": "2024-12-11",
        "request.reply_by": "2025-01-06", "people.1.name": "Siân Gŵyr-Łódź", "meeting.date": "2025-01-28",
        "meeting.time": "10am", "meeting.place": "The hall",
    }  # fmt: skip
    made.change(AT, "Sam", values=asked, confirm=["victim"])
    return made


def pack(ctdocs: Ctdocs, case: Case, target: Path) -> tuple[list[str], dict[str, str]]:
    """The titles of the parts of the pack before the meeting, and what is said of the absent ones."""
    _, out, err = ctdocs("review-pack", case.folder, "--before", "--on", ON, "--json", "-o", target)
    assert out, err
    made = json.loads(out)
    return [one["title"] for one in made["parts"]], {one["title"]: one["reason"] for one in made["absent"]}


def test_a_request_that_comes_back_as_it_went_out_is_told_and_is_no_reply(
    tmp_path: Path, ctdocs: Ctdocs, case: Case
) -> None:
    request = tmp_path / "request.pdf"
    assert ctdocs("fill", "threshold-request", "--case", case.folder, "--on", ON, "-o", request)[0] == 0
    code, out, _ = ctdocs("case", "add", case.folder, request)
    assert code == 4
    assert f"request.pdf came back, but nothing was filled in. It does not count as a reply of {POLICE}." in out
    code, out, _ = ctdocs("case", "check", case.folder)
    assert code == 4
    assert "nothing was filled in" in out
    titles, absent = pack(ctdocs, case, tmp_path / "pack.pdf")
    assert not [title for title in titles if title.startswith("Reply of")]
    assert absent[f"Reply of {POLICE}"] == "Not received: it came back blank"
    assert absent["Reply of Exampleshire District Council"] == "Not received"


@pytest.mark.needs("pdftk")
def test_two_replies_of_one_partner_are_both_in_the_pack_and_told(tmp_path: Path, ctdocs: Ctdocs, case: Case) -> None:
    blank = render(resolve(document("threshold-request"), load_area(AREA), on=dt.date(2025, 1, 25)))
    common = {"reply.organisation": POLICE, "reply.name": "A", "reply.reports": "yes"}
    for day, overview in (("02012025", "Noise"), ("20012025", "Loud noise & more")):
        more = {"reply.date": day, "complaints.1.reference": "P/1", "complaints.1.received": "01102024"}
        path = tmp_path / f"{day}.pdf"
        path.write_bytes(pdftk.fill(blank.data, {**common, **more, "complaints.1.overview": overview}))
        code, out, _ = ctdocs("case", "add", case.folder, path)
    assert code == 4
    assert f"{POLICE} replied 2 times (returns.1 and returns.2)." in out
    titles, _ = pack(ctdocs, case, tmp_path / "pack.pdf")
    replies = [title for title in titles if title.startswith("Reply of")]
    assert replies == [f"Reply of {POLICE} (first of its replies)", f"Reply of {POLICE} (reply 2 of 2)"]
    assert ctdocs("case", "set", case.folder, "--confirm", "returns.2.reply.organisation", "--by", "Jo")[0] == 0
    assert ctdocs("case", "check", case.folder)[0] == 0


@pytest.mark.needs("pdftk")
def test_only_an_answer_that_its_box_cannot_hold_is_printed_behind_the_form() -> None:
    blank = render(resolve(document("threshold-request"), load_area(AREA), on=dt.date(2025, 1, 25)))
    text = "It went on ŵ & <on>.\n" * 60
    answers = {"complaints.1.overview": text, "complaints.2.overview": "Noise", "reply.additional": "Short"}
    (found,) = longer(pdftk.fill(blank.data, answers))
    assert found[1] == text
    assert "Report or complaint 1" in found[0] and "overview" in found[0]
    assert longer(blank.data) == []
    assert longer(b"no PDF") == []
    with pikepdf.new() as empty:
        empty.add_blank_page()
        assert longer(_bytes(empty)) == []


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    import io

    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def test_a_name_in_what_goes_to_the_applicant_is_something_to_look_at(
    tmp_path: Path, ctdocs: Ctdocs, case: Case
) -> None:
    """They named the person themselves, so it is not refused; whether it is needed, somebody must say."""
    values = {
        "behaviour": "Max Mockup shouts at night", "perpetrators.1.name": "Max Mockup", "actions.1.agency": "Homes",
        "actions.1.action": "Max Mockup is asked to stop", "actions.1.due": "May",
    }  # fmt: skip
    case.change(AT, "Sam", values=values)
    plan = ("fill", "action-plan-applicant", "--case", case.folder, "--final", "--on", ON, "-o")
    code, _, err = ctdocs(*plan, tmp_path / "plan.pdf")
    assert code == 4, err
    assert "Max Mockup" in err
    case.change(AT, "Sam", values={"actions.1.action": "The music is turned down"})
    assert ctdocs(*plan, tmp_path / "plan.pdf")[0] == 0
