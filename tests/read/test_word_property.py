"""Whatever is filled in by us comes back from the Word file as it was, or is for a person to check."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from ctdocs.model.text import one_line_ends
from ctdocs.read import read_word
from ctdocs.render.docx.document import render
from tests.render.samples import resolved

NAMES = ("basis", "victim.name", "victim.address", "incidents.2.details", "impact", "declaration.signature")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ("a\tb", "  two  spaces ", "x\u00a0y", "{{ 7*7 }}", "</w:t>", "a\r\nb\rc", "]]>", "&amp;", "\u2011", "☒", "x")
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES[1:]), WORDS, max_size=5), st.sampled_from(("self", "other", None)))
def test_what_is_certain_is_what_was_filled_in(typed: dict[str, str], basis: str | None) -> None:
    values = typed | ({"basis": basis} if basis else {})
    made = render(replace(resolved("application-form"), mode="prefilled", values=values))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.docx"
        path.write_bytes(made.data)
        fields = read_word(path).fields
    assert (fields["basis"].value, fields["basis"].status) == (basis, "certain" if basis else "blank")
    for name, one in fields.items():
        text = one_line_ends(typed.get(name, ""))
        if one.status == "certain":
            assert one.value is False or name == "basis" or one.value == text, name
        elif one.status == "blank":
            assert not text.strip(), name
        else:
            assert any(c == "\ufffd" or not c.isprintable() for c in str(one.value)), name
