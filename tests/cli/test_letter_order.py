"""Letters one after the other from outside: what is skipped is named with what to do, and may be done elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ctdocs.model.case import Case
from tests.outside import poppler

Ctdocs = Callable[..., tuple[int, str, str]]
AREA = "example/exampleshire"
SELF = ("basis=self", "victim.name=Siân Gŵyr", "victim.address=5 Imaginary Row\nExampleton", "victim.postcode=AA99 3AA",
        "perpetrators.1.name=Max Mockup")  # fmt: skip
OTHER = (*SELF, "basis=other", "applicant.name=Dewi Pŵel", "applicant.address=3 Imaginary Row")
MEETING = ("meeting.date=2026-12-10", "meeting.time=10am", "meeting.place=The Old Corn Hall")
FOUND = ("review.findings=It is persistent.", "review.recommendations=One officer.")


@pytest.fixture
def case(tmp_path: Path, ctdocs: Ctdocs) -> Path:
    folder = tmp_path / "case"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-11-02", "--reference", "CT/1", "-o", folder)
    return folder


@pytest.fixture
def put(ctdocs: Ctdocs, case: Path) -> Callable[..., None]:
    def call(*words: str, met: bool = False) -> None:
        assert ctdocs("case", "set", case, *words, "--completed", "2026-11-03", "--by", "Sam")[0] == 0
        if met:
            why = ("--day", "2026-11-06", "--by", "Sam", "--reason", "It is the third this year.")
            assert ctdocs("case", "decide", case, "threshold", "met", *why)[0] == 0

    return call


@pytest.fixture
def letter(tmp_path: Path, ctdocs: Ctdocs, case: Path) -> Callable[..., tuple[int, str]]:
    def call(name: str, day: str, *more: object) -> tuple[int, str]:
        target = tmp_path / "out" / f"{name}.pdf"
        code, out, err = ctdocs("letter", name, case, "--on", day, "-o", target, *more)
        return code, " ".join(f"{out} {err}".split())

    return call


def test_every_fact_that_is_missing_is_named_at_once_with_its_command(
    case: Path, letter: Callable[..., tuple[int, str]]
) -> None:
    code, said = letter("6", "2026-12-14")
    assert code == 3
    for part in (
        "There is no address of the applicant. Use: ctdocs case set CASE applicant.address=@FILE",
        "the case does not say that the threshold was met",
        "Not known: Name of the applicant. ctdocs case set CASE applicant.name=…",
        "Not known: Date of letter 5. Write it: ctdocs letter letter-5 CASE -o FILE. If it went another way: "
        "ctdocs case step CASE letter-5 --day DATE",
        "Not known: What the review has found. ctdocs case set CASE review.findings=@FILE",
        "Not known: What the review recommends. ctdocs case set CASE review.recommendations=@FILE",
    ):
        assert part in said, part
    assert Case.open(case).state.letters == ()


@pytest.mark.needs("poppler")
def test_a_draft_is_made_all_the_same_and_cannot_be_mistaken(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF)
    before = [path.name for path in case.rglob("*")], (case / "log.jsonl").read_bytes()
    code, said = letter("5", "2026-11-20", "--draft")
    assert code == 4
    assert "5-DRAFT.pdf, a draft: it is not recorded, and is not to be sent." in said
    assert "Not known: Time of the meeting. ctdocs case set CASE meeting.time=…" in said
    words = " ".join(poppler.text(tmp_path / "out" / "5-DRAFT.pdf").split())
    for part in ("[Date of the meeting]", "[Time of the meeting]", "[Date of letter 1]", "DRAFT – not to be sent."):
        assert part in words
    assert "DRAFT Not to be sent" in words, "in the window of the envelope, in place of the address"
    assert "5 Imaginary Row" not in words
    assert ([path.name for path in case.rglob("*")], (case / "log.jsonl").read_bytes()) == before
    assert not (tmp_path / "out" / "5.pdf").exists()
    code, out, _ = ctdocs(
        "letter", "5", case, "--on", "2026-11-20", "--draft", "--json", "-o", tmp_path / "a DRAFT.docx"
    )
    told = json.loads(out)
    assert (code, told["draft"], told["files"]) == (4, True, [str(tmp_path / "a DRAFT.docx")])
    assert any("Time of the meeting" in one for one in told["missing"])


@pytest.mark.needs("poppler")
def test_yellow_stands_behind_what_is_not_known_and_nowhere_else(
    tmp_path: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    import pypdfium2

    put(*SELF, *MEETING[:2])
    letter("5", "2026-11-20", "--draft")
    with pypdfium2.PdfDocument(tmp_path / "out" / "5-DRAFT.pdf") as pdf:
        page = pdf[0]
        words, picture = page.get_textpage(), page.render(scale=2).to_pil().convert("RGB")

        def yellow(text: str) -> bool:
            found = words.search(text).get_next()
            left, _, _, top = words.get_charbox(found[0])
            red, green, blue = picture.getpixel((int(left * 2) - 1, int((page.get_height() - top) * 2) + 6))
            return bool(red > 200 and green > 180 and blue < 120)

        assert yellow("[Place of the meeting]")
        assert not yellow("10am")


def test_a_step_that_was_done_elsewhere_counts_with_its_day_and_its_file(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, *MEETING, met=True)
    assert "Not known: Date of letter 1" in letter("5", "2026-11-20")[1]
    (tmp_path / "old.docx").write_bytes(b"PK as it was written in Word")
    done = ("case", "step", case, "letter-1", "--day", "2026-11-05", "--by", "Jo", "--file", tmp_path / "old.docx")
    assert ctdocs(*done)[0] == 0
    assert letter("5", "2026-11-20")[0] == 0
    assert "We wrote to you on Thursday 5 November 2026" in " ".join(poppler.text(tmp_path / "out" / "5.pdf").split())
    (step,) = Case.open(case).state.steps
    assert (step.id, step.day, step.by) == ("letter-1", date(2026, 11, 5), "Jo")
    assert step.path is not None
    assert (case / step.path).read_bytes() == (tmp_path / "old.docx").read_bytes()


@pytest.mark.needs("poppler")
def test_somebody_who_acts_for_another_gets_letters_in_pairs(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*OTHER, *MEETING, met=True)
    assert letter("2", "2026-11-04")[0] == 0
    assert "no consent or authority is recorded" in letter("1", "2026-11-05")[1]
    put("evidence.kind=letter")
    code, said = letter("1", "2026-11-05")
    assert code == 0
    assert "letter-3 goes to the person affected: write it too." in said
    code, said = letter("5", "2026-11-20")
    assert code == 3
    assert "has had no letter about it yet: letter 3" in said
    code, said = letter("3", "2026-11-05")
    assert (code, "write it too" in said) == (0, False)
    assert letter("5", "2026-11-20")[0] == 0


@pytest.mark.needs("poppler")
def test_once_consent_is_withdrawn_letters_go_to_the_victim_and_the_review_goes_on(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*OTHER, *MEETING, "evidence.kind=letter", met=True)
    for name in ("1", "3"):
        assert letter(name, "2026-11-05")[0] == 0
    assert "Not known: Day on which they told us. ctdocs case step CASE advocate_withdrawn" in letter(
        "consent-withdrawn", "2026-11-11"
    )[1]  # fmt: skip
    assert ctdocs("case", "step", case, "advocate_withdrawn", "--day", "2026-11-10")[0] == 0
    assert letter("consent-withdrawn", "2026-11-11")[0] == 0
    assert letter("5", "2026-11-20")[0] == 0
    told = " ".join(poppler.text(tmp_path / "out" / "5.pdf").split())
    assert "We wrote on Thursday 5 November 2026 about" in told, "letter 1 was not written to the person affected"
    for name in ("consent-withdrawn", "5"):
        words = " ".join(poppler.text(tmp_path / "out" / f"{name}.pdf").split())
        assert "Siân Gŵyr 5 Imaginary Row Exampleton AA99 3AA Our reference" in words
        assert "Dear Siân Gŵyr" in words
        assert "Dewi" not in words
    ctdocs("case", "set", case, "--flag", "do_not_write_to.victim")
    assert letter("closed", "2026-12-14", "--draft")[0] == 4
    assert "do_not_write_to.victim" in letter("closed", "2026-12-14")[1]


def test_once_the_application_is_withdrawn_no_letter_carries_it_on(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, *MEETING, "incomplete.missing=A date", met=True)
    assert letter("1", "2026-11-05")[0] == 0
    assert ctdocs("case", "step", case, "withdrawn", "--day", "2026-11-10", "--note", "Her e-mail")[0] == 0
    for name in ("1", "5", "incomplete"):
        code, said = letter(name, "2026-11-11")
        assert code == 3
        assert "The application was withdrawn on Tuesday 10 November 2026, which stops the review." in said
    assert letter("withdrawn", "2026-11-11")[0] == 0
    (step,) = [one for one in Case.open(case).state.steps if one.id == "withdrawn"]
    assert ctdocs("case", "undo", case, str(step.entry), "--why", "Said of another case")[0] == 0
    assert letter("5", "2026-11-12")[0] == 0


def test_actions_are_talked_about_before_letter_6_and_the_plan_goes_with_it(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    actions = ("actions.1.action=One officer", "actions.2.action=A meeting", "actions.1.agreed=yes",
               "actions.1.due=2026-12-03")  # fmt: skip
    put(*SELF, *MEETING, "meeting.date=2026-11-16", *FOUND, *actions, met=True)
    for name, day in (("1", "2026-11-05"), ("5", "2026-11-10")):
        assert letter(name, day)[0] == 0
    code, said = letter("6", "2026-11-18")
    assert code == 3
    assert "this has not been noted of action 2. For each: ctdocs case set CASE actions.N.agreed=yes (or no)" in said
    put("actions.2.agreed=no")
    code, said = letter("6", "2026-11-18")
    plan = tmp_path / "out" / "6-action-plan-applicant.pdf"
    assert code == 0
    assert f"With it goes {plan}." in said
    words = " ".join(poppler.text(tmp_path / "out" / "6.pdf").split())
    assert "An action plan is with this letter." in words
    assert "These actions are agreed, and go ahead: 1. One officer These are not wanted" in words
    assert "and do not go ahead: 2. A meeting If you are not happy" in words
    assert "If anything more happens, please report it" in words
    assert "3 December 2026" in poppler.text(plan)
    assert "2026-12-03" not in poppler.text(plan)
    assert "One officer" in poppler.text(plan)
    (enclosed,) = Case.open(case).state.letters[-1].enclosed
    assert (enclosed.id, enclosed.sha256) == ("action-plan-applicant", hashlib.sha256(plan.read_bytes()).hexdigest())
    (case / enclosed.path).write_bytes(b"%PDF other")
    assert "is not the enclosure that was written" in ctdocs("case", "check", case)[1]


@pytest.mark.needs("poppler")
@pytest.mark.parametrize(
    ("more", "said"), [((), "we can send you a form"), (("--enclose", "victim-statement"), "is with this letter")]
)
def test_a_letter_says_that_something_is_enclosed_where_it_was_made_with_it(
    tmp_path: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]], more: tuple[str, ...], said: str
) -> None:
    put(*SELF, *MEETING, met=True)
    letter("1", "2026-11-05")
    assert letter("5", "2026-11-20", *more)[0] == 0
    words = " ".join(poppler.text(tmp_path / "out" / "5.pdf").split())
    assert said in words
    assert ("is with this letter" in words) == (tmp_path / "out" / "5-victim-statement.pdf").exists()


def test_who_does_not_want_to_be_kept_informed_gets_what_a_duty_asks_for(
    put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, "paused.reason=A trial.", "paused.until=Its end.", "contact.informed=no", "contact.preferred=email")
    code, said = letter("paused", "2026-11-20")
    assert code == 3
    assert "does not want to be kept informed, and no duty asks for this letter" in said
    code, said = letter("1", "2026-11-05")
    assert code == 4
    assert "They would rather be reached by e-mail: tell them that way too." in said


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("declined", "ctdocs case decide CASE eligibility refused"),
        ("declined", "ctdocs case set CASE declined.reasons=@FILE"),
        ("withdrawn", "ctdocs case step CASE withdrawn --day DATE"),
        ("closed", "ctdocs case set CASE closing.reason=@FILE"),
        ("incomplete", "ctdocs case set CASE incomplete.missing=@FILE"),
        ("informal-review", "ctdocs letter 4 CASE"),
        ("appeal-acknowledged", "ctdocs case step CASE appeal_lodged --day DATE"),
        ("appeal-consent", "so there is no consent to ask for"),
        ("appeal-decision", "ctdocs case decide CASE appeal"),
    ],
)
def test_other_letters_say_what_they_lack(
    put: Callable[..., None], letter: Callable[..., tuple[int, str]], name: str, told: str
) -> None:
    put(*SELF)
    code, said = letter(name, "2026-11-20")
    assert code == 3
    assert told in said


def test_words_that_stop_a_letter_are_accepted_from_outside(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, "perpetrators.1.name=Max Mockup", "closing.reason=Max Mockup moved away.")
    assert ctdocs("case", "step", case, "withdrawn", "--day", "2026-11-10", "--note", "A letter")[0] == 0
    code, said = letter("closed", "2026-11-20")
    assert code == 3
    assert "Why the case is closed: “Max Mockup” names Max Mockup" in said
    assert 'ctdocs case accept CASE letter-closed "Max Mockup" --why "…"' in said
    assert letter("closed", "2026-11-20", "--accept", "Max Mockup")[0] == 2, "without a reason"
    given = ("--why", "It was in the paper.", "--on", "2026-11-20", "--by", "Jo", "--json")
    code, out, _ = ctdocs("case", "accept", case, "letter-closed", "Max Mockup", *given)
    told = json.loads(out)["accepted"]
    assert (code, told) == (0, [{"quote": "Max Mockup", "where": "Why the case is closed", "kind": "name"}])
    assert letter("closed", "2026-11-20")[0] == 0
    put("closing.reason=Max Mockup went.")
    assert letter("closed", "2026-11-20", "--replace")[0] == 3
    assert letter("closed", "2026-11-20", "--replace", "--accept", "Max Mockup", "--why", "The same.")[0] == 0


@pytest.mark.parametrize(("name", "keyed"), [("4", "not_met"), ("5", "met"), ("6", "met")])
def test_what_was_only_keyed_is_nobodys_decision(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]], name: str, keyed: str
) -> None:
    """Letter 4 ends an application: it stands on what a person decided, with day and reason, and on nothing else."""
    keyed_values = (f"decision.threshold={keyed}", "decision.reasons=Two.", "actions.1.action=A")
    put(*SELF, *MEETING, "meeting.date=2026-11-16", *FOUND, "actions.1.agreed=yes", *keyed_values)
    for step, day in (("letter-1", "2026-11-05"), *([("letter-5", "2026-11-10")] if name == "6" else [])):
        assert ctdocs("case", "step", case, step, "--day", day)[0] == 0
    day = "2026-11-18" if name == "6" else "2026-11-12"
    code, said = letter(name, day)
    assert code == 3
    assert f"ctdocs case decide CASE threshold {keyed}" in said
    assert "decision.threshold=" not in said
    reasons = ("--reason", "So it is.", *(("--reasons", "Two.") if keyed == "not_met" else ()))
    assert ctdocs("case", "decide", case, "threshold", keyed, "--day", "2026-11-06", *reasons)[0] == 0
    assert letter(name, day)[0] == 0


def test_a_letter_that_was_never_sent_is_taken_back_and_its_copy_stays(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, *MEETING, met=True)
    assert letter("1", "2026-11-05")[0] == 0
    opened = Case.open(case)
    wrong, entry = opened.state.letters[0].path, opened.log.entries[-1].n
    assert ctdocs("case", "undo", case, str(entry), "--why", "It lay in the out tray.")[0] == 0
    state = Case.open(case).state
    assert (state.letters, "acknowledged" in state.dates) == ((), False)
    assert "Not known: Date of letter 1" in letter("5", "2026-11-20")[1]
    assert letter("1", "2026-11-09", "--replace")[0] == 0
    again = Case.open(case).state
    assert ([one.day for one in again.letters], again.dates["acknowledged"]) == ([date(2026, 11, 9)], date(2026, 11, 9))
    assert wrong is not None
    assert (case / wrong).is_file()
    checked = ctdocs("case", "check", case)[1]
    assert "letters" not in checked, checked
    assert letter("5", "2026-11-20")[0] == 0


def test_a_case_is_closed_once_something_came_of_it_and_no_appeal_waits(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, *MEETING, "meeting.date=2026-11-16", *FOUND, "closing.reason=It is quiet.", met=True)
    code, said = letter("closed", "2026-11-12")
    assert (code, "nobody has been told what came of it" in said) == (3, True), said
    for step, day in (("letter-1", "05"), ("letter-5", "10"), ("letter-6", "18")):
        assert ctdocs("case", "step", case, step, "--day", f"2026-11-{day}")[0] == 0
    assert ctdocs("case", "step", case, "appeal_lodged", "--day", "2026-11-19")[0] == 0
    code, said = letter("closed", "2026-11-20")
    assert (code, "the appeal of Thursday 19 November 2026 is not decided" in said) == (3, True), said
    lodged = Case.open(case).log.entries[-1].n
    assert ctdocs("case", "undo", case, str(lodged), "--why", "Of another case")[0] == 0
    code, said = letter("closed", "2026-11-20")
    # 28 days after letter 6 of 18 November.
    assert (code, "They may still appeal until Wednesday 16 December 2026" in said) == (4, True), said
    words = " ".join(poppler.text(tmp_path / "out" / "closed.pdf").split())
    assert "You can still appeal until Wednesday 16 December 2026." in words
    later = ("--case", case, "--final", "--on", "2026-12-17", "-o", tmp_path / "later.pdf")
    assert ctdocs("fill", "letter-closed", *later)[0] == 0
    assert "appeal" not in poppler.text(tmp_path / "later.pdf"), "the window is over"


@pytest.mark.parametrize(
    ("name", "day", "told"),
    [
        ("5", "2026-11-04", "rests on letter 1, and that is of Thursday 5 November 2026"),
        ("5", "2026-11-05", "rests on the decision on the threshold, and that is of Friday 6 November 2026"),
        ("6", "2026-11-06", "rests on letter 5, and that is of Tuesday 10 November 2026"),
        ("informal-review", "2026-11-07", "rests on the decision on informal review, and that is of Sunday 8 November"),
    ],
)
def test_a_letter_is_not_older_than_what_it_tells_of(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]], name: str, day: str,
    told: str,
) -> None:
    put(*SELF, *MEETING, *FOUND, "informal.offer=All of it.", met=True)
    for step, on in (("letter-1", "05"), ("letter-5", "10")):
        assert ctdocs("case", "step", case, step, "--day", f"2026-11-{on}")[0] == 0
    assert ctdocs("case", "decide", case, "informal-review", "yes", "--day", "2026-11-08")[0] == 0
    code, said = letter(name, day)
    assert (code, told in said, "cannot be dated" in said) == (3, True, True), said


def test_an_application_that_is_not_taken_is_not_carried_on(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF, "declined.reasons=It was looked at in June.")
    refused = ("case", "decide", case, "eligibility", "refused", "--day", "2026-11-04", "--by", "Sam")
    code, _, err = ctdocs(*refused)
    assert (code, "--reason" in err) == (3, True)
    assert ctdocs(*refused, "--reason", "The same matter in June")[0] == 0
    code, said = letter("1", "2026-11-05")
    assert (code, "Sam decided on Wednesday 4 November 2026 that the application is not taken." in said) == (3, True)
    assert letter("declined", "2026-11-05")[0] == 0
    entry = str(Case.open(case).state.decisions[-1].entry)
    assert f"ctdocs case undo CASE {entry}" in said
    assert ctdocs("case", "undo", case, entry, "--why", "It was another matter")[0] == 0
    assert letter("1", "2026-11-05")[0] == 0


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("5", ("meeting.time=25:99",), "The meeting cannot be at “25:99”"),
        ("5", ("meeting.time=10.75am",), "The meeting cannot be at “10.75am”"),
        ("incomplete", ("incomplete.missing=A date",), "complete since Tuesday 3 November 2026"),
        ("appeal-extension", ("appeal.extended_until=2026-11-19",), "cannot be extended to Thursday 19 November 2026"),
        # 20 working days after 18 November 2026.
        ("appeal-extension", ("appeal.extended_until=2026-12-16",), "is due by Wednesday 16 December 2026 as it is"),
    ],
)
def test_days_and_times_that_cannot_be_are_refused(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]], name: str,
    values: tuple[str, ...], told: str,
) -> None:
    put(*SELF, *MEETING, *values, "appeal.extended_reason=It is long.", met=True)
    for step, day in (("letter-1", "05"), ("appeal_lodged", "18")):
        assert ctdocs("case", "step", case, step, "--day", f"2026-11-{day}")[0] == 0
    code, said = letter(name, "2026-11-20")
    assert (code, told in said) == (3, True), said


def test_what_is_missing_is_not_wanted_before_it_is_asked_for(
    ctdocs: Ctdocs, case: Path, letter: Callable[..., tuple[int, str]]
) -> None:
    ctdocs("case", "set", case, *SELF, "incomplete.missing=A date", "incomplete.by=2026-11-04")
    code, said = letter("incomplete", "2026-11-05")
    assert (code, "by Wednesday 4 November 2026, which is before its own date" in said) == (3, True), said
    ctdocs("case", "set", case, "incomplete.by=2026-11-12")
    assert letter("incomplete", "2026-11-05")[0] == 0


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-05", "The meeting is on Saturday 5 December 2026, which is no working day."),
        # 20 working days after letter 5 of 20 November 2026.
        ("2026-12-21", "The meeting is on Monday 21 December 2026; the last day for it is Friday 18 December 2026."),
        ("2026-12-18", ""),
    ],
)
def test_a_meeting_on_a_day_that_may_be_a_slip_is_remarked_on(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]], day: str, told: str
) -> None:
    put(*SELF, *MEETING, f"meeting.date={day}", met=True)
    assert ctdocs("case", "step", case, "letter-1", "--day", "2026-11-05")[0] == 0
    code, said = letter("5", "2026-11-20")
    assert (code, told in said) == (4 if told else 0, True), said


def test_a_letter_on_a_withdrawal_claims_only_what_was_done_and_the_victim_is_not_forgotten(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*OTHER, "evidence.kind=letter")
    assert ctdocs("case", "step", case, "withdrawn", "--day", "2026-11-10", "--note", "Her e-mail")[0] == 0
    code, said = letter("withdrawn", "2026-11-11")
    assert (code, "The person affected must hear that the application was withdrawn." in said) == (4, True)
    words = " ".join(poppler.text(tmp_path / "out" / "withdrawn.pdf").split())
    assert "You told us on Tuesday 10 November 2026 that you want to withdraw" in words
    assert "We have told the organisations" not in words
    assert ctdocs("case", "step", case, "stop", "--day", "2026-11-12")[0] == 0
    assert letter("withdrawn", "2026-11-12", "--replace")[0] == 4
    assert "We have told the organisations" in " ".join(poppler.text(tmp_path / "out" / "withdrawn.pdf").split())


def test_whether_an_appeal_is_too_late_is_for_the_appeal_body(
    ctdocs: Ctdocs, case: Path, put: Callable[..., None]
) -> None:
    """Letter 4 went in August, and 28 days are over; but nobody recorded when it arrived."""
    folder = case.parent / "old"
    ctdocs("case", "new", "--area", AREA, "--received", "2026-08-03", "--reference", "CT/2", "-o", folder)
    ctdocs("case", "set", folder, *SELF, "--completed", "2026-08-03")
    decided = ("threshold", "not_met", "--day", "2026-08-20", "--reason", "Two.", "--reasons", "Two reports.")
    assert ctdocs("case", "decide", folder, *decided)[0] == 0
    for step, day in (("letter-1", "08-05"), ("letter-4", "08-21"), ("appeal_lodged", "09-21")):
        assert ctdocs("case", "step", folder, step, "--day", f"2026-{day}")[0] == 0
    said = " ".join(ctdocs("diary", folder, "--all", "--on", "2026-09-22")[1].split())
    assert "may be late: the last day was Friday 18 September 2026" in said, said
    assert "(late: it was due by Friday 18 September 2026" not in said


def test_letter_4_does_not_give_the_decision_as_its_own_reason(
    tmp_path: Path, ctdocs: Ctdocs, case: Path, put: Callable[..., None], letter: Callable[..., tuple[int, str]]
) -> None:
    put(*SELF)
    assert ctdocs("case", "step", case, "letter-1", "--day", "2026-11-05")[0] == 0
    words = ("--reasons", "We got it on 2 November.\nThe threshold is not met.\nWe counted none.", "--reason", "None")
    assert ctdocs("case", "decide", case, "threshold", "not_met", "--day", "2026-11-06", *words)[0] == 0
    assert letter("4", "2026-11-12")[0] == 0
    said = " ".join(poppler.text(tmp_path / "out" / "4.pdf").split())
    assert "does not meet it because: We got it on 2 November. We counted none." in said
