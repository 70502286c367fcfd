"""The shape of a document description as it stands in YAML, checked by pydantic.

Every scalar arrives as it was written (a string); the types here decide what it means. A block is a mapping with
exactly one key that names its kind, and modifiers beside it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Spec(BaseModel):
    """Base of all parts of a description: unknown names are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class Words(Spec):
    """Text in one or more languages. A plain string in the file is English."""

    en: str
    cy: str | None = None

    def in_language(self, language: str) -> str:
        """The text in that language, or in English where it has not been translated."""
        return self.cy if language == "cy" and self.cy is not None else self.en


def _words(value: Any) -> Any:
    return {"en": value} if isinstance(value, str) else value


def _empty(value: Any) -> Any:
    return {} if value is None else value


def _at_least(count: int) -> AfterValidator:
    """pydantic's own ``min_length`` also complains where the entries are there and one of them is wrong."""

    def check(value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(value) < count:
            raise ValueError(f"at least {count} must stand here")
        return value

    return AfterValidator(check)


def _one_or_many(value: Any) -> Any:
    return [[item] if isinstance(item, dict) else item for item in value] if isinstance(value, list) else value


Localised = Annotated[Words, BeforeValidator(_words)]
FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
Kind = Literal["text", "multiline", "date", "phone", "postcode", "reference", "email", "signature", "choice"]
Style = Literal["normal", "lead", "note", "small"]
Expression = str
Medium = Literal["pages", "flowing"]


class OptionSpec(Spec):
    """One answer of a choice."""

    value: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Localised
    note: Localised | None = None


class FieldSpec(Spec):
    """One field with its label."""

    id: FieldId
    label: Localised
    kind: Kind = "text"
    required: bool = False
    required_if: Expression | None = None
    hint: Localised | None = None
    lines: Annotated[int, Field(ge=1, le=40)] = 1
    width: Annotated[float, Field(ge=0, le=170)] = 0
    options: tuple[OptionSpec, ...] = ()

    @model_validator(mode="after")
    def _options_belong_to_choices(self) -> Self:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("a field of kind choice needs options, and only a choice has them")
        return self


class ChoiceSpec(Spec):
    """One question with several answers."""

    id: FieldId
    label: Localised | None = None
    required: bool = False
    required_if: Expression | None = None
    columns: Annotated[int, Field(ge=1, le=4)] = 1
    options: Annotated[tuple[OptionSpec, ...], _at_least(2)]


class PersonSpec(Spec):
    """The details of a person: name, address, postcode, telephone numbers and e-mail."""

    id: FieldId
    required: bool = False
    required_if: Expression | None = None


class BoxSpec(Spec):
    """A large box for an answer."""

    id: FieldId
    label: Localised | None = None
    lines: Annotated[int, Field(ge=2, le=28)]
    required: bool = False
    required_if: Expression | None = None


class TickSpec(Spec):
    """A box to tick."""

    id: FieldId
    label: Localised
    required: bool = False
    required_if: Expression | None = None


Rows = Annotated[tuple[tuple[FieldSpec, ...], ...], BeforeValidator(_one_or_many)]


class RecordsSpec(Spec):
    """A repeated card of fields. Ids inside are relative to the card: ``date`` becomes ``incidents.1.date``.

    With ``table`` the records are the lines of one table, whose columns are the fields of the one row in ``layout``.
    """

    id: FieldId
    title: Localised
    rows: Annotated[int, Field(ge=1, le=50)]
    table: bool = False
    layout: Rows

    @model_validator(mode="after")
    def _a_table_has_columns(self) -> Self:
        if self.table and (len(self.layout) != 1 or not all(field.width for field in self.layout[0])):
            raise ValueError("a table of records has one row of fields in its layout, each with its width")
        if self.table and sum(field.width for field in self.layout[0]) > 170:
            raise ValueError("the columns of a table are wider than the page: together 170 mm at most")
        return self


class ColumnSpec(Spec):
    """One column of a printed table; the width is in millimetres."""

    label: Localised
    width: Annotated[float, Field(gt=0, le=170)]


class TableSpec(Spec):
    """A printed table."""

    caption: Localised
    columns: tuple[ColumnSpec, ...]
    rows: tuple[tuple[Localised, ...], ...]

    @model_validator(mode="after")
    def _rows_fill_the_columns(self) -> Self:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, the table has {len(self.columns)} columns")
        return self


class SignatureSpec(Spec):
    """A signature and the date of signing: fields ``ID.signature`` and ``ID.date``."""

    id: FieldId
    label: Localised
    required: bool = False
    required_if: Expression | None = None


class AddresseeSpec(Spec):
    """Whom a letter goes to: a person, by the prefix of their values in the case's facts, or a ``body`` of the area."""

    person: FieldId | None = None
    body: Literal["spoc"] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.person is None) == (self.body is None):
            raise ValueError("a letter goes to a person or to a body")
        return self


class SenderSpec(Spec):
    """Who writes a letter: the council, or the body that hears appeals."""

    of: Literal["council", "appeal"] = "council"


class Nothing(Spec):
    """A block without settings, written ``{}``."""


class QuestionSpec(Spec):
    """A numbered question with help and blocks; ``note_pages`` and ``note_flowing`` stand in one ``medium`` only."""

    number: str = ""
    label: Localised
    required: bool = False
    origin: Literal["source", "ctdocs"] = "source"
    note: Localised | None = None
    note_pages: Localised | None = None
    note_flowing: Localised | None = None
    blocks: tuple[Annotated[BlockSpec, BeforeValidator(lambda v: {"page": {}} if v == "page" else v)], ...] = ()


Empty = Annotated[Nothing, BeforeValidator(_empty)]
Sender = Annotated[SenderSpec, BeforeValidator(_empty)]


class BlockSpec(Spec):
    """One block: exactly one of the kinds, and the modifiers that go with it.

    ``record: false`` leaves the block out of the final record: advice on filling the form in is of no use there. Text
    for one ``medium`` stands in PDFs alone, which have pages and can be written on (``pages``), or where answers may be
    of any length, as in Word (``flowing``).
    """

    title: Localised | None = None
    heading: Localised | None = None
    text: Localised | None = None
    slot: Localised | None = None
    question: QuestionSpec | None = None
    choice: ChoiceSpec | None = None
    fields: Rows | None = None
    person: PersonSpec | None = None
    box: BoxSpec | None = None
    tick: TickSpec | None = None
    records: RecordsSpec | None = None
    table: TableSpec | None = None
    signature: SignatureSpec | None = None
    page: Empty | None = None
    letterhead: Sender | None = None
    addressee: AddresseeSpec | None = None
    reference: Localised | None = None
    date: Empty | None = None
    subject: Localised | None = None
    signoff: Sender | None = None
    enquiries: Localised | None = None
    style: Style = "normal"
    lines: Annotated[int, Field(ge=1, le=30)] = 0
    when: Expression | None = None
    record: bool = True
    medium: Medium | None = None

    @property
    def kind(self) -> str:
        """The name of the kind of this block."""
        return next(name for name in self.model_fields_set if name not in MODIFIERS)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [name for name in self.model_fields_set if name not in MODIFIERS]
        if len(kinds) != 1:
            raise ValueError(f"a block is of one kind; this one has {', '.join(kinds) or 'none'}")
        if (self.slot is not None) != ("lines" in self.model_fields_set):
            raise ValueError("a slot needs 'lines', and only a slot has them")
        if self.medium is not None and self.text is None:
            raise ValueError("'medium' belongs to text: every medium has the same fields")
        return self


MODIFIERS = frozenset({"style", "lines", "when", "record", "medium"})


class ValueSpec(Spec):
    """A name that a letter's text may use, and where in the case it comes from."""

    label: Localised
    source: str = Field(alias="from")
    kind: Literal["text", "multiline", "date", "yesno"] = "text"
    required: bool = False
    width: Annotated[float, Field(gt=0, le=170)] = 50


class ConditionSpec(Spec):
    """What must hold before a letter is final, and the sentence that says why not, in which values may stand."""

    holds: Expression
    otherwise: Localised


class EnclosureSpec(Spec):
    """A document that may go with a letter, made in one with it: whenever ``when`` holds, or only where asked for.

    The letter's text knows of it by its id, with _ for -, as in ``enclosed.victim_statement``. It has fields to fill in
    unless it is the ``record``.
    """

    document: str
    when: Expression | None = None
    asked: bool = True
    record: bool = False


class DocumentSpec(Spec):
    """A whole description. ``continuation`` is the form that takes what does not fit, which says so by ``continues``.

    ``event`` is what the date of a letter also stands for, such as ``acknowledged``; ``not_before`` and ``not_after``
    are events, such as ``meeting``, that its date may not lie before or after. ``courtesy`` says that no duty asks for
    the letter, so that it does not go to somebody who does not want to be kept informed. ``encloses`` are the documents
    that may go with it.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    kind: Literal["form", "letter"]
    edition: str
    source: str
    audience: Literal["applicant", "panel", "agency", "opcc", "public"]
    title: Localised
    continuation: str | None = None
    continues: str | None = None
    event: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    not_before: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    not_after: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    only_if: tuple[ConditionSpec, ...] = ()
    courtesy: bool = False
    encloses: tuple[EnclosureSpec, ...] = ()
    values: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], ValueSpec] = {}
    blocks: Annotated[
        tuple[Annotated[BlockSpec, BeforeValidator(lambda v: {"page": {}} if v == "page" else v)], ...],
        _at_least(1),
    ]

    @model_validator(mode="after")
    def _a_form_has_a_code(self) -> Self:
        if self.kind == "form" and self.code is None:
            raise ValueError("a form needs a code of two capital letters, for its QR code")
        of_letters = (self.values, self.event, self.only_if, self.not_before, self.not_after, self.encloses)
        if self.kind == "form" and any((*of_letters, self.courtesy)):
            raise ValueError("values, event and only_if belong to letters; a form's field ids are its names")
        return self


QuestionSpec.model_rebuild()
