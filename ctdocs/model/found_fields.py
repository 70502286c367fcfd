"""What officers find out about a case and no form asks: homes and ages, and what became of recommendations.

Kind, label and answers of each, by its id; who must be asked to the meeting hangs on the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Row = tuple[str, str, tuple[str, ...]]

_LANDLORDS: Final = ("social", "private", "none")

FIELDS: Final[Mapping[str, Row]] = {
    "victim.landlord": ("text", "landlord of the person affected", ()),
    "victim.landlord_kind": ("choice", "kind of landlord of the person affected", _LANDLORDS),
    "perpetrators.N.born": ("date", "date of birth of the perpetrator", ()),
    "perpetrators.N.under_18": ("choice", "whether the perpetrator is under 18", ("yes", "no")),
    "perpetrators.N.landlord": ("text", "landlord of the perpetrator", ()),
    "perpetrators.N.landlord_kind": ("choice", "kind of landlord of the perpetrator", _LANDLORDS),
    "recommendations.N.sent": ("date", "day on which the recommendation was sent", ()),
    "recommendations.N.replied": ("date", "day of the reply to the recommendation", ()),
    "recommendations.N.reply": ("multiline", "reply to the recommendation", ()),
}
"""Kind, label and answers of every such value; N stands for the number of a row."""
