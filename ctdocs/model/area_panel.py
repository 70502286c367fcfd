"""What a profile asks of the meeting that reviews a case: its chair, how many bodies, and how they sit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ctdocs.model.area_values import Dated, Whole


class PanelEntry(Dated):
    """What is asked of a panel. A name that is left out is not asked.

    ``one_not_involved``: at least one organisation had not dealt with the case before.
    """

    independent_chair: bool | None = None
    at_least: Annotated[Whole, Field(ge=1, le=50)] | None = None
    one_not_involved: bool | None = None
    conflicts_declared: bool | None = None
