"""Of which form is a mapping: the fields of a feed's records, its code tables, and the facts that follow?"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "text", "case-number", "date", "dates", "instant", "yes-no", "names", "number", "code", "codes", "list"
]
"""How a field is read."""

SourceKind = Literal["court", "procuratorate", "office", "bureau", "agency"]

Said = Annotated[str, Field(min_length=1)]

PRESENT, ABSENT = "present", "absent"
"""What a condition may ask of a field beside its words."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldForm(_Form):
    """One field of a record, and how it is read."""

    reader: Kind = Field(alias="as")
    title: str = ""
    forms: tuple[str, ...] = ()
    """Of dates and instants."""
    positive: tuple[Said, ...] = ("是",)
    negative: tuple[Said, ...] = ("否",)
    """The words for yes and no, which YAML would take for more than words as keys."""
    codes: str = ""
    """The code table of a code; what it holds is what the field means."""
    fields: dict[str, "FieldForm"] = Field(default_factory=dict)
    """Those of each item of a list."""
    required: bool = False
    personal: bool = False
    """True when it names private persons."""
    unused: str = ""
    """Why no fact follows from it, where none does."""


When = dict[str, str | list[str]]
"""By field: `present`, `absent`, or the words of which it holds one."""


class ValueForm(_Form):
    """Where a field of a fact comes from: a field of the record, or a word of the mapping's own."""

    source: str = Field(default="", alias="from")
    value: Any = None
    codes: str = ""
    """Another code table than the field's own."""
    take: Literal["all", "first"] = "all"
    choose: tuple[str, ...] = ()
    """Of several, the first of these that is among them."""
    when: When = Field(default_factory=dict)


class PartForm(_Form):
    """A part of a fact that has fields itself, such as somebody at a hearing."""

    each: str = ""
    any: tuple[str, ...] = ()
    """Fields of which one must be there."""
    when: When = Field(default_factory=dict)
    fields: dict[str, Any] = Field(min_length=1)


class FactForm(PartForm):
    """A fact that follows from a record: once, or once for each item of a field."""

    fact: Said


class RefusalForm(_Form):
    """What cannot be read together."""

    when: When = Field(min_length=1)
    field: Said
    expected: Said


class MappingForm(_Form):
    """A mapping."""

    mapping: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: str = ""
    source: SourceKind = "court"
    key: Said
    updated: str = ""
    codes: dict[str, dict[str, Any]] = Field(default_factory=dict)
    fields: dict[str, FieldForm] = Field(min_length=1)
    refused: list[RefusalForm] = Field(default_factory=list)
    facts: list[FactForm] = Field(min_length=1)
    samples: list[dict[str, Any]] = Field(default_factory=list)
    """Records that `yingsu feeds check` reads."""
