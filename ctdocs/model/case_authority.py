"""Whether somebody may act for the person affected: one rule for the letters, ``case check`` and the facts of a case.

Work on an application by a third party does not start before consent or authority has come (Derbyshire practitioner
guidance v2.1, Appendix D, Letter 2). That a form says so is not enough: a person must have looked at what came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ctdocs.errors import Problem
from ctdocs.model.case_values import CaseValue, State
from ctdocs.model.fields import Value

KIND: Final = "evidence.kind"
EVIDENCE: Final = ("letter", "authority")
"""The kinds of evidence that come beside the form; ``consent`` is the page of the form itself."""

_PERMISSION, _SIGNATURE = "consent.permission", "consent.signature"
_CONSENT: Final = "Look at the consent page, then use: ctdocs case set CASE --confirm consent"


def has_authority(state: State) -> bool:
    """Whether consent or authority has come and a person has looked at it.

    That is a letter of consent or other evidence that a person confirmed, or the consent page with its tick and a
    signature that a person confirmed; and no later form that says something else of these.
    """
    kind, permission, signature = (state.values.get(name) for name in (KIND, _PERMISSION, _SIGNATURE))
    if kind is not None and kind.confirmed and kind.value in EVIDENCE:
        return KIND not in state.differing
    return (
        _complete(permission, signature)
        and signature is not None
        and signature.confirmed
        and not {_PERMISSION, _SIGNATURE} & set(state.differing)
    )


def unseen(state: State) -> Iterator[Problem]:
    """The consent page that is complete and that nobody has confirmed."""
    permission, signature = state.values.get(_PERMISSION), state.values.get(_SIGNATURE)
    basis = state.values.get("basis")
    if basis is None or basis.value != "other" or has_authority(state):
        return
    if _complete(permission, signature) and signature is not None and not (signature.confirmed or signature.open):
        message = "The consent of the person affected: not confirmed by a person; it is no authority until then."
        yield Problem(message, code="unconfirmed-consent", field=_SIGNATURE, hint=_CONSENT)


def _complete(permission: CaseValue | None, signature: CaseValue | None) -> bool:
    """Whether the tick is there for certain, and a signature."""
    ticked = permission is not None and permission.value is True and not permission.open
    return ticked and signature is not None and _given(signature.value)


def _given(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())
