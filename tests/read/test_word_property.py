"""Whatever is filled in by us comes back from the Word file as it was, or is for a person to check."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from ctdocs.documents.catalogue import documents
from ctdocs.documents.template import Value
from ctdocs.model.text import one_line_ends
from ctdocs.model.wordform import WordForm
from ctdocs.read import read_word
from ctdocs.render.docx.document import render
from tests.render.samples import resolved

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ("a\tb", "  two  spaces ", "x\u00a0y", "{{ 7*7 }}", "</w:t>", "a\r\nb\rc", "]]>", "&amp;", "\u2011", "☒", "x")
)
WRITTEN = ("text", "multiline", "signature", "reference")
"""The kinds of fields that hold a text as it is; what is read in others is brought into a form of its own."""


@functools.cache
def form(document: str) -> WordForm:
    """The fields of a blank document."""
    return render(resolved(document)).form


@pytest.mark.parametrize("document", documents())
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_is_certain_is_what_was_filled_in(document: str, data: st.DataObject) -> None:
    made = resolved(document)
    known = resolved(document, "prefilled").names  # what a value of the text is, by what the case has
    in_text = {
        value.field.id: name for name, value in known.items()
        if isinstance(value, Value) and isinstance(value.content, str)
    }  # fmt: skip
    own = {spec.id for spec in made.fields()} | set(in_text)
    fields = [field for field in form(document).fields if field.id in own]
    written = [field.id for field in fields if field.kind in WRITTEN]
    ticked = [field.id for field in fields if field.kind == "tick"]
    choices = {field.id: st.sampled_from(list(field.options)) for field in fields if field.options}
    typed = data.draw(st.dictionaries(st.sampled_from(written), WORDS, max_size=5), "typed") if written else {}
    chosen = data.draw(st.fixed_dictionaries({}, optional=choices), "chosen")
    ticks = data.draw(st.lists(st.sampled_from(ticked), unique=True), "ticks") if ticked else []
    values = {**typed, **chosen, **dict.fromkeys(ticks, "yes")}
    names = {name: replace(made.names[name], content=typed.get(one)) for one, name in in_text.items() if one in written}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.docx"
        path.write_bytes(render(replace(made, mode="prefilled", values=values, names={**made.names, **names})).data)
        read = read_word(path).fields
    for name in ticked:
        assert (read[name].value, read[name].status) == (name in ticks, "certain"), name
    for name in choices:
        assert (read[name].value, read[name].status) == (chosen.get(name), "certain" if name in chosen else "blank")
    for name in written:
        text = one_line_ends(typed.get(name, ""))
        if name not in read:  # the sentence that a value stands in goes where there is none
            assert not text.strip(), name
            continue
        one = read[name]
        if one.status == "certain":
            assert one.value == text, name
        elif one.status == "blank":
            assert not text.strip(), name
        else:
            assert any(c == "\ufffd" or not c.isprintable() for c in str(one.value)), name
