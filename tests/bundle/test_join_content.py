"""Content of pages as tokens: nesting, marks, and taking marks out."""

from __future__ import annotations

import pytest

from ctdocs.bundle.join.content import depths, draws_text, highest_mark, unmarked, wholly_marked


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"q 1 0 0 1 0 0 cm Q", (0, 0)),
        (b"q q Q", (0, 1)),
        (b"Q Q q", (-2, -1)),
        (b"(q q q) Tj", (0, 0)),
        (b"(a \\) q) Tj q Q", (0, 0)),
        (b"(a (q) q) Tj", (0, 0)),
        (b"q BI /W 1 ID Q Q EI Q", (0, 0)),
        (b"/q gs [(Q)]TJ", (0, 0)),
        (b"q% Q\nQ", (0, 0)),
    ],
)
def test_depths(raw: bytes, expected: tuple[int, int]) -> None:
    assert depths(raw) == expected


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        (b"/P <</MCID 0>> BDC (x) Tj EMC", True),
        (b"/P <</MCID 0>> BDC (x) Tj EMC 0 0 5 5 re f", False),
        (b"/P <</MCID 0>> BDC /Span BMC (x) Tj EMC (y) Tj EMC", True),
        (b"q 1 0 0 RG Q", True),
        (b"(BDC) Tj", False),
        (b"/Artifact BMC 0 0 5 5 re S EMC /Im Do", False),
    ],
)
def test_wholly_marked(raw: bytes, whole: bool) -> None:
    assert wholly_marked(raw) is whole


@pytest.mark.parametrize(
    ("raw", "bare"),
    [
        (b"/P <</MCID 0>> BDC (x) Tj EMC", b"(x) Tj"),
        (b"q /P<</MCID 0/Lang(cy)>>BDC (x) Tj EMC Q", b"q (x) Tj Q"),
        (b"/Artifact BMC 1 w EMC /Mark MP 2 w", b"1 w 2 w"),
        (b"/OC /L1 BDC /P <</MCID 1>> BDC (x) Tj EMC EMC", b"/OC /L1 BDC (x) Tj EMC"),
        (b"/P /MC0 BDC (EMC is text, BDC too) Tj EMC", b"(EMC is text, BDC too) Tj"),
        (b"/Span <</ActualText (a) /E << /F (b) >> >> BDC (x) Tj EMC", b"(x) Tj"),
        (b"/P <</MCID 0>> BDC (nested (EMC) here) Tj EMC", b"(nested (EMC) here) Tj"),
        (b"EMC (x) Tj", b"(x) Tj"),
        (b"/P /Said BDC (x) Tj EMC /S /Said DP q Q", b"(x) Tj q Q"),
        (b"/P <</MCID 0>> BDC (a \\) EMC) Tj EMC", b"(a \\) EMC) Tj"),
        (b"/P <</MCID 0>> BDC (\\(a\\)) Tj EMC /EMCx gs", b"(\\(a\\)) Tj /EMCx gs"),
    ],
)
def test_unmarked(raw: bytes, bare: bytes) -> None:
    assert unmarked(raw).split() == bare.split()


def test_small_questions() -> None:
    assert highest_mark(b"/P <</MCID 3>> BDC EMC /P <</MCID 12>> BDC") == 12 and highest_mark(b"") == -1
    assert draws_text(b"[(a)]TJ") and not draws_text(b"/Im Do 1 0 0 1 0 0 cm")
