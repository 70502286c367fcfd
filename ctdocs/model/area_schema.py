"""The shape of a profile: what ``areas/**/*.yaml`` may say. How a single fact is written: ``area_values``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ctdocs.model.area_calendar import Duties, Meetings, Receipt, unknown_names
from ctdocs.model.area_eligibility import EligibilityParts
from ctdocs.model.area_panel import PanelEntry
from ctdocs.model.area_statistics import Statistics
from ctdocs.model.area_threshold import ThresholdEntry
from ctdocs.model.area_values import (
    BasisEntry,
    ClockEntry,
    Day,
    DayEntry,
    EmailEntry,
    Entry,
    Facts,
    Lasting,
    Part,
    PhoneEntry,
    Records,
    Text,
    WebEntry,
    as_entries,
    in_right_order,
    matching,
)
from ctdocs.model.look import readable
from ctdocs.model.validate import models_in, several


class Section(Part):
    """A group of facts. A fact that is left out is a gap, unless it is one of ``optional``."""

    optional: ClassVar[frozenset[str]] = frozenset()


def _none_as_empty(value: Any) -> Any:
    return {} if value is None else value


def _section(kind: type[Section]) -> Any:
    return Field(default_factory=kind)


C = TypeVar("C", bound=Section)
Group = Annotated[C, BeforeValidator(_none_as_empty)]


class Council(Section):
    """The council that runs the procedure."""

    optional = frozenset({"website"})
    name: Facts[Entry] = ()
    address: Facts[Entry] = ()
    phone: Facts[PhoneEntry] = ()
    website: Facts[WebEntry] = ()


class Partnership(Section):
    """The community safety partnership."""

    name: Facts[Entry] = ()


class Spoc(Section):
    """The single point of contact."""

    optional = frozenset({"name", "hours"})
    name: Facts[Entry] = ()
    team: Facts[Entry] = ()
    phone: Facts[PhoneEntry] = ()
    email: Facts[EmailEntry] = ()
    address: Facts[Entry] = ()
    hours: Facts[Entry] = ()


class Signatory(Section):
    """Who signs the letters."""

    name: Facts[Entry] = ()
    role: Facts[Entry] = ()


class Links(Section):
    """Pages and files on the web."""

    optional = frozenset({"application_form", "guidance_notes", "complaints"})
    information: Facts[WebEntry] = ()
    application_form: Facts[WebEntry] = ()
    guidance_notes: Facts[WebEntry] = ()
    privacy_notice: Facts[WebEntry] = ()
    complaints: Facts[WebEntry] = ()


class Police(Section):
    """The police force and its numbers."""

    name: Facts[Entry] = ()
    non_emergency: Facts[PhoneEntry] = ()
    emergency: Facts[PhoneEntry] = ()


class Item(Lasting, Section):
    """A section in a list, which may belong to the list for some days only."""


class ReportTo(Item):
    """Somebody to whom further incidents can be reported."""

    optional = frozenset({"phone", "website"})
    name: Facts[Entry] = ()
    phone: Facts[PhoneEntry] = ()
    website: Facts[WebEntry] = ()


class RelevantBody(Item):
    """A body that the Act binds (2014 Act, s.105)."""

    name: Facts[Entry] = ()
    kind: Literal["council", "police", "health", "social_housing", "youth_offending", "other"]
    when: Literal["always", "social_tenant", "perpetrator_under_18"] = "always"


class VictimService(Section):
    """Support for victims."""

    optional = frozenset({"text"})
    name: Facts[Entry] = ()
    phone: Facts[PhoneEntry] = ()
    text: Facts[Entry] = ()


class Guidance(Section):
    """The local guidance that the scheme follows."""

    title: Facts[Entry] = ()
    version: Facts[Entry] = ()
    date: Facts[DayEntry] = ()


class Scheme(Section):
    """What the area calls its scheme."""

    optional = frozenset({"also_known_as"})
    name: Facts[Entry] = ()
    also_known_as: Facts[Entry] = ()
    guidance: Group[Guidance] = _section(Guidance)


class Law(Section):
    """The Act, the edition of the statutory guidance, and the Act that says what a disability is."""

    act: Facts[Entry] = ()
    equality: Facts[Entry] = ()
    guidance: Facts[Entry] = ()


class Eligibility(EligibilityParts, Section):
    """Which applications are not taken."""

    optional = frozenset({"agency_rank"})
    vexatious_reasons: tuple[Facts[Entry], ...] | None = None


class Clocks(Section):
    """Every clock that a procedure may have."""

    acknowledge: Records[ClockEntry] = ()
    decide: Records[ClockEntry] = ()
    review: Records[ClockEntry] = ()
    review_overall: Records[ClockEntry] = ()
    outcome: Records[ClockEntry] = ()
    appeal: Records[ClockEntry] = ()
    appeal_acknowledge: Records[ClockEntry] = ()
    appeal_decision: Records[ClockEntry] = ()
    appeal_decision_secondary: Records[ClockEntry] = ()


class Appeal(Section):
    """The body that hears appeals."""

    optional = frozenset({"phone"})
    body: Facts[Entry] = ()
    address: Facts[Entry] = ()
    email: Facts[EmailEntry] = ()
    phone: Facts[PhoneEntry] = ()
    url: Facts[WebEntry] = ()


class Sharing(Section):
    """The basis in data protection law on which information is shared."""

    basis: Facts[BasisEntry] = ()
    articles: tuple[Facts[Entry], ...] | None = None


class Titles(Section):
    """The titles of the actions recorded in the case system."""

    received: Facts[Entry] = ()
    met: Facts[Entry] = ()
    not_met: Facts[Entry] = ()
    meeting: Facts[Entry] = ()
    action_plan: Facts[Entry] = ()
    appeal_received: Facts[Entry] = ()
    appeal_upheld: Facts[Entry] = ()
    appeal_rejected: Facts[Entry] = ()


class RecordsSystem(Section):
    """The system that the case is recorded in."""

    system: Facts[Entry] = ()
    titles: Group[Titles] = _section(Titles)


class Holidays(Section):
    """Days, besides bank holidays, on which the area does not work, and when what comes in on a day off counts."""

    extra: tuple[Day, ...] = ()
    non_working_receipt: Receipt = "same_day"


def _colour(value: str) -> str:
    if not readable(value.removeprefix("#")):
        raise ValueError("is too light to be read on white paper: take a darker colour")
    return value


Colour = Annotated[
    str, matching(r"#[0-9A-Fa-f]{6}", "a colour such as #1C385E, in quotes"), AfterValidator(_colour)
]


class LookEntry(Section):
    """The logo and the colour of letters and Word files. These are no facts: without them the look is plain."""

    logo: Text | None = None
    logo_description: Text | None = None
    colour: Colour | None = None

    @model_validator(mode="after")
    def _described(self) -> Self:
        if self.logo is not None and self.logo_description is None:
            raise ValueError("a logo needs a logo_description, for people who do not see it")
        return self


PartName = Literal[
    "agenda", "application", "threshold-sheet", "timeline", "returns", "victim-statement",
    "proportionality-assessments", "declaration",
    "minutes", "action-plan", "signed-declaration", "letters", "letter-4", "letter-5", "letter-6",
]  # fmt: skip


class RecipePart(Part):
    """A part of a bundle. Without a ``required`` one the bundle is refused; another that is not there is listed."""

    part: PartName
    required: bool = False


Recipe = tuple[RecipePart, ...]


class Bundles(Section):
    """What each bundle holds, in its order: the packs of the review meeting, and what goes to the appeal body."""

    before: Recipe = ()
    after: Recipe = ()
    appeal_threshold: Recipe = ()
    appeal_process: Recipe = ()
    appeal_outcome: Recipe = ()


class County(Section):
    """What a county file may say: everything but the name and code of one area."""

    languages: tuple[Literal["en", "cy"], ...] = ("en",)
    confirmed_on: Day | None = None
    council: Group[Council] = _section(Council)
    partnership: Group[Partnership] = _section(Partnership)
    spoc: Group[Spoc] = _section(Spoc)
    signatory: Group[Signatory] = _section(Signatory)
    links: Group[Links] = _section(Links)
    police: Group[Police] = _section(Police)
    report_to: tuple[Annotated[ReportTo, AfterValidator(in_right_order)], ...] | None = None
    victim_service: Group[VictimService] = _section(VictimService)
    scheme: Group[Scheme] = _section(Scheme)
    law: Group[Law] = _section(Law)
    relevant_bodies: tuple[Annotated[RelevantBody, AfterValidator(in_right_order)], ...] | None = None
    threshold: Records[ThresholdEntry] = ()
    eligibility: Group[Eligibility] = _section(Eligibility)
    panel: Records[PanelEntry] = ()
    clocks: Group[Clocks] = _section(Clocks)
    appeal: Group[Appeal] = _section(Appeal)
    sharing: Group[Sharing] = _section(Sharing)
    records: Group[RecordsSystem] = _section(RecordsSystem)
    holidays: Group[Holidays] = _section(Holidays)
    meetings: Annotated[Meetings, BeforeValidator(_none_as_empty)] = Field(default_factory=dict)
    duties: Annotated[Duties, BeforeValidator(_none_as_empty)] = Field(default_factory=dict)
    look: Group[LookEntry] = _section(LookEntry)
    bundles: Group[Bundles] = _section(Bundles)
    statistics: Annotated[Statistics, BeforeValidator(_none_as_empty)] = Field(default_factory=Statistics)


class Profile(County):
    """What an area's profile says, with what it takes over from its county."""

    name: Text
    gss_code: Annotated[str, matching(r"[EW]\d{8}", "a code of the Office for National Statistics, such as E07000039")]

    @model_validator(mode="after")
    def _names_that_there_are(self) -> Self:
        clocks = {name: getattr(self.clocks, name) for name in names_of(Clocks)}
        if faults := unknown_names(clocks, self.meetings, self.duties, names_of(Titles)):
            raise several(faults)
        return self


def names_of(section: type[Section]) -> list[str]:
    """The names of a section that lead to facts, in the order of the schema."""
    others = ("from_", "until", "confirmed_on", "look", "bundles", "duties", "statistics")
    return [name for name in section.model_fields if name not in others]


def is_fact(section: type[Section], name: str) -> bool:
    """Whether ``name`` is a fact, which is a tuple of its dated values, and not a list or a section."""
    return any(getattr(mark, "func", None) is as_entries for mark in section.model_fields[name].metadata)


def item_of(section: type[Section], name: str) -> type[Item] | None:
    """The class of the items of the list ``name``, or None where they are single facts."""
    found = [kind for kind in models_in(section.model_fields[name].annotation) if issubclass(kind, Item)]
    return found[0] if found else None
