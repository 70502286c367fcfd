"""What a Word file holds beside its answers, for a person to look at: comments, notes, text boxes, embedded files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ctdocs.errors import Problem
from ctdocs.read.word.notes import Note
from ctdocs.read.word.opening import Package, W
from ctdocs.read.word.places import Found
from ctdocs.read.word.rows import Slot
from ctdocs.read.word.runs import letters
from ctdocs.read.word.story import Story
from ctdocs.read.word.tree import COMMENTED
from ctdocs.read.word.words import key_of

_LOOK: Final = "Open the file in Word."
_SHOWN: Final = 20
_LONGEST: Final = 200


def doubt_comments(story: Story) -> None:
    """Lay every comment to the controls and paragraphs it is anchored to: a person meant something by it."""
    for comment in story.comments.values():
        for control in comment.controls:
            control.doubts[COMMENTED] = None
        if not comment.controls:
            for paragraph in comment.paragraphs:
                paragraph.doubts[COMMENTED] = None


def said_beside(package: Package, story: Story) -> Iterator[Note]:
    """What comments and footnotes say, whole: none of it is an answer, and none may be lost."""
    for one in _all_comments(package):
        text = _lines(one)
        if text:
            author = _short(one.get(f"{W}author", "")) or "somebody"
            yield Note(f"Comment of {author}: {text}", "it is a comment")
    for kind, one in _all_footnotes(package, story):
        text = _lines(one)
        if text:
            yield Note(f"{kind.capitalize()}: {text}", f"it is {'an' if kind[0] == 'e' else 'a'} {kind}")


def notes(
    package: Package, story: Story, slots: Sequence[Slot], found: Sequence[Found], ours: frozenset[str]
) -> Iterator[Problem]:
    """Every such thing as a problem. ``ours`` are the keys of the words that the form itself has."""
    if story.tracked:
        message = "The file has tracked changes; they were read as accepted."
        yield Problem(message, code="tracked-changes", hint=_LOOK)
    yield from _comments(package, story, slots, found)
    yield from _footnotes(package, story)
    boxes = [" ".join(one.text.split()) for one in story.boxes if one.text.strip() and key_of(one.text) not in ours]
    if boxes:
        message = f"The file has text in boxes that lie over the page; it was not read: “{_short(' / '.join(boxes))}”"
        yield Problem(message, code="text-box", hint=_LOOK)
    if any(_embeds(package.parts[name]) for name in package.parts if name.endswith(".rels")):
        message = "Other files are embedded in the form; they were not opened."
        yield Problem(message, code="embedded-files-ignored", hint="Look at them in Word, with care.")


def _embeds(relationships: bytes) -> bool:
    return b"/oleObject\"" in relationships or b"/package\"" in relationships


def _comments(package: Package, story: Story, slots: Sequence[Slot], found: Sequence[Found]) -> Iterator[Problem]:
    told = _all_comments(package)
    for one in told[:_SHOWN]:
        author, number = one.get(f"{W}author", "") or "somebody", one.get(f"{W}id", "")
        message = f"Comment of {_short(author)}: “{_short(_words(one))}”"
        yield Problem(message, code="comment", field=_commented(story, number, slots, found))
    if len(told) > _SHOWN:
        yield Problem(f"{len(told) - _SHOWN} more comments are in the file.", code="comment", hint=_LOOK)


def _commented(story: Story, number: str, slots: Sequence[Slot], found: Sequence[Found]) -> str | None:
    """The field that a comment is anchored to, where it is one."""
    comment = story.comments.get(number)
    if comment is None:
        return None
    by_control = {control: slot.field.id for slot in slots for control in slot.controls}
    fields = {by_control[control] for control in comment.controls if control in by_control}
    if not fields:
        around = set(comment.paragraphs)
        fields = {slot.field.id for slot, one in zip(slots, found, strict=True) if around.intersection(one.paragraphs)}
    return fields.pop() if len(fields) == 1 else None


def _all_comments(package: Package) -> list[Any]:
    names = dict.fromkeys(package.related("comments"))
    return [one for name in names for one in package.root(name).iter(f"{W}comment")]


def _footnotes(package: Package, story: Story) -> Iterator[Problem]:
    for kind, one in _all_footnotes(package, story):
        message = f"The file has {'an' if kind[0] == 'e' else 'a'} {kind}, which was not read: “{_short(_words(one))}”"
        yield Problem(message, code="footnote", hint=_LOOK)


def _all_footnotes(package: Package, story: Story) -> Iterator[tuple[str, Any]]:
    for kind in ("footnotes", "endnotes"):
        wanted = {number for where, number in story.notes if where == kind}
        for name in dict.fromkeys(package.related(kind)) if wanted else ():
            for one in package.root(name):
                if one.get(f"{W}id", "") in wanted:
                    yield kind[:-1], one


def _lines(node: Any) -> str:
    texts = ("".join(letters(one) or "" for one in p.iter(f"{W}t", f"{W}br", f"{W}tab")) for p in node.iter(f"{W}p"))
    return "\n".join(texts).strip()


def _words(node: Any) -> str:
    return " ".join("".join(one.text or "" for one in p.iter(f"{W}t")) for p in node.iter(f"{W}p"))


def _short(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
