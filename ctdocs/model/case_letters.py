"""Whether a letter may go to a person of a case, and if not, why and what to do.

A letter to a wrong or protected address is the harm that councils have been reprimanded for (domain, "Personal data"),
so each doubt about whom to write to, and whether post is safe, stops it until a person has settled it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.case_values import NOTE, UNJOINED, WEIGHTY, State
from ctdocs.model.fields import label_of, shown
from ctdocs.model.text import join_and

DO_NOT_WRITE: Final = "do_not_write_to"
"""The flag that blocks every letter; ``do_not_write_to.victim`` and ``.applicant`` block those to one person."""

_POST: Final = "contact.post"
_WAYS: Final = {"contact.phone": "phone", "contact.text": "text message", "contact.email": "e-mail"}
_WORDS: Final = ("contact.safe_times", "contact.avoid")
_ONE_ADDRESS: Final = f"Where one address only is meant, use --flag {DO_NOT_WRITE}.victim (or .applicant)"


def may_write_to(state: State, person: str) -> tuple[Problem, ...]:
    """Why no letter may go to ``person`` (applicant or victim); empty where one may.

    A flag blocks it, the tick "do not write to this address", an address that nobody confirmed, ways of contact among
    which post is not ticked, words about safe contact or on a continuation sheet that nobody has read, and a later
    form that says something else of any of these.
    """
    basis = state.values.get("basis")
    who = "victim" if person == "applicant" and basis is not None and basis.value == "self" else person
    return tuple(_blocks(state, person, who))


def _blocks(state: State, person: str, who: str) -> Iterator[Problem]:
    for flag in sorted(state.flags & {DO_NOT_WRITE, f"{DO_NOT_WRITE}.{person}", f"{DO_NOT_WRITE}.{who}"}):
        yield Problem(f"The case is marked {flag}: no letter may be sent.", code="do-not-write", field=flag)
    tick = state.values.get("contact.no_post")
    if tick and (tick.value is True or tick.open):
        yield Problem(
            "The form asks not to write to the address."
            if tick.value is True
            else f"{label_of('contact.no_post')}: nobody has yet looked whether it is ticked.",
            code="do-not-write",
            field="contact.no_post",
            hint=f"{_ONE_ADDRESS}, then set contact.no_post=no.",
        )
    yield from contact(state)
    yield from _unjoined(state)
    for part in ("address", "postcode"):
        name = f"{who}.{part}"
        known = state.values.get(name)
        if known is None or not known.value:
            if part == "address":
                hint = f"Use: ctdocs case set CASE {name}=@FILE"
                yield Problem(f"There is no {label_of(name)}.", code="no-address", field=name, hint=hint)
        elif not known.confirmed:
            yield Problem(
                f"The {label_of(name)} has not been confirmed by a person.",
                code="unconfirmed-address",
                field=name,
                hint=f"Compare it with the form, then use: ctdocs case set CASE --confirm {name}",
            )
    theirs = {f"{who}.{part}" for part in ("name", "address", "postcode")}
    yield from (one for one in differences(state) if one.field in theirs or _weighs(one.field or ""))


def _weighs(name: str) -> bool:
    return bool(WEIGHTY.match(name) or UNJOINED.fullmatch(name))


def _unjoined(state: State) -> Iterator[Problem]:
    """Text that belongs to no answer, and that nobody has confirmed having read."""
    for name, known in state.values.items():
        if not UNJOINED.fullmatch(name) or known.confirmed or not (known.value or known.open):
            continue
        said = f"says {shown(known.value, longest=2000)}" if known.value else "holds writing that has not been typed"
        where = "The form, outside its fields," if NOTE.fullmatch(name) else "A continuation sheet"
        yield Problem(
            f"{where} {said}; it belongs to no answer, and nobody has confirmed having read it.",
            code="continuation-unread",
            field=name,
            hint=f"If a letter does not go against it: case set CASE --confirm {name}. {_ONE_ADDRESS}."
            if known.value
            else f"Use: case set CASE {name}=…",
        )


def contact(state: State, *, decided: bool = True) -> Iterator[Problem]:
    """What the answers about safe contact (Q11) say against a letter.

    ``decided`` False leaves out that post is not ticked where a person has confirmed just that: there is then nothing
    left to look at, and still no letter may go.
    """
    ways = {name: known for name in (*_WAYS, _POST) if (known := state.values.get(name)) is not None}
    post = ways.get(_POST)
    safe = [words for name, words in _WAYS.items() if name in ways and ways[name].value is True]
    doubtful = [name for name, known in ways.items() if known.open]
    if post is not None and post.value is True and not post.open:
        pass
    elif (safe or (post is not None and post.value is True)) and (decided or post is None or not post.confirmed):
        told = f"{join_and(safe)} {'is' if len(safe) == 1 else 'are'} ticked as safe, and post is not"
        yield Problem(
            f"How it is safe to make contact: {told}." if safe else "The tick that post is safe is not certain.",
            code="post-not-safe",
            field=_POST if post is not None else next(name for name in ways if ways[name].value is True),
            hint="Ask in a way that is safe. If the person agrees to letters: case set CASE contact.post=yes. "
            f"{_ONE_ADDRESS} as well.",
        )
    elif doubtful:
        yield Problem(
            f"{label_of(doubtful[0])}: nobody has yet looked whether it is ticked.",
            code="post-not-safe",
            field=doubtful[0],
            hint=f"Use: case set CASE {doubtful[0]}=yes (or no)",
        )
    for name in _WORDS:
        known = state.values.get(name)
        label = label_of(name)
        if known is not None and known.value and not known.confirmed:
            yield Problem(
                f"{label}: the form says {shown(known.value, longest=2000)}; nobody has confirmed having read it.",
                code="contact-unread",
                field=name,
                hint=f"If a letter does not go against it: case set CASE --confirm {name}. {_ONE_ADDRESS}.",
            )
        elif known is not None and known.open:
            yield Problem(
                f"{label}: what the form says has not been typed.",
                code="contact-unread",
                field=name,
                hint=f"Use: case set CASE {name}=…",
            )


def differences(state: State) -> Iterator[Problem]:
    """Where a later form says something else than the value that stands, and nobody has settled it."""
    for name, value in state.differing.items():
        known = state.values.get(name)
        stands = shown(known.value if known else None)
        how = "confirmed as " if known and known.confirmed else ""
        yield Problem(
            f"{label_of(name)}: {how}{stands}, but a later form says {shown(value)}.",
            code="differs",
            field=name,
            hint=f"Use: case set CASE {name}=… for what holds"
            + (f", or --confirm {name} to keep what stands." if known and known.value is not None else "."),
        )
