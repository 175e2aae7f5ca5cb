"""Which fields does the form of a fact type have? They follow from the type itself."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from shared.events import words
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.intake import RowParked

Kind = Literal[
    "date", "yesno", "choice", "choices", "text", "long", "texts", "number", "decimal", "counts", "rows"
]
"""How a field is filled in: `texts` is a list of texts, `rows` a list of what has fields itself."""

ORGANS = frozenset(
    {
        "acting", "addressee", "agencies", "agency", "attended", "by", "copied_to", "defendant", "defendants",
        "dispatched", "entrusted", "implementing", "invited", "lead", "losing", "office", "organ", "organs",
        "predecessor", "recipient", "reconsideration_organ", "represents", "successor", "superior", "unit",
        "appellant", "applicant",
    }
)  # fmt: skip
"""Fields that name organs: the names of the register are suggested."""

_LONG = frozenset(
    {"text", "reason", "reasons", "causes", "fault", "opinion", "merit", "proposals", "problems", "measures"}
)

_WORDS: Mapping[tuple[Any, ...], str] = {
    get_args(kind): name
    for kind, name in (
        (words.Instance, "instances"),
        (words.Category, "categories"),
        (words.Procedure, "procedures"),
        (words.ActKind, "acts"),
        (words.Reconsideration, "reconsiderations"),
        (words.Flag, "flags"),
        (words.Advisor, "advisors"),
        (words.Connection, "connections"),
        (words.PaperPart, "papers"),
        (words.Conduct, "conducts"),
        (words.Rank, "ranks"),
        (words.Role, "attending"),
        (words.Notice, "notices"),
        (words.AbsenceReason, "reasons"),
        (words.Verdict, "conclusions"),
        (words.Reviewer, "reviewers"),
        (words.DocumentKind, "documents"),
        (words.Outcome, "outcomes"),
        (words.SuggestionKind, "suggestions"),
        (words.OrganKind, "organ_kind"),
        (words.AttachmentKind, "attachments"),
        (Literal["major", "disputed"], "joint_because"),
        (Literal["decision", "discipline"], "referrals"),
        (Literal["bureau", "court"], "submitted_to"),
        (Literal["regular", "annual"], "assessments"),
        (Literal["webhook", "email"], "channels"),
    )
}
"""Where the words of a closed vocabulary stand: the kind of words of shared/pages/words.yaml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    name: str
    path: str
    """Its names from the type on, such as `attendees.organ`."""
    kind: Kind
    required: bool
    default: Any = None
    """What counts when nothing is said."""
    optional: bool = False
    """A yes/no that may also be unknown, a choice that may also be left open."""
    words: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple["Field", ...] = ()
    personal: bool = False
    organ: bool = False


REVISABLE: Mapping[str, type[Fact]] = {name: cls for name, cls in FACTS.items() if cls.REPORTED_BY}
"""The facts somebody outside may take back, by name."""

ENTERABLE: Mapping[str, type[Fact]] = {name: cls for name, cls in REVISABLE.items() if cls is not RowParked}
"""Those that somebody outside may report and correct: a row comes by an import, and is put right by the next one."""


@cache
def form_of(name: str) -> tuple[Field, ...]:
    """Return the fields of the form of a fact type, `version` last. Raises KeyError for an unknown name."""
    cls = REVISABLE[name]
    found = list(_fields(cls, ""))
    found.sort(key=lambda field: field.name == "version")
    return tuple(found)


def everything(found: tuple[Field, ...]) -> Iterator[Field]:
    """Yield all fields, also those within others."""
    for field in found:
        yield field
        yield from everything(field.fields)


def _fields(cls: type[Any], within: str) -> Iterator[Field]:
    hints = get_type_hints(cls, include_extras=True)
    personal = getattr(cls, "PERSONAL", ())
    for one in fields(cls):
        default = None if one.default is MISSING else one.default
        yield _field(one.name, within, hints[one.name], one.default is MISSING, default, one.name in personal)


def _field(name: str, within: str, hint: Any, required: bool, default: Any, personal: bool) -> Field:
    path = f"{within}{name}"
    hint, optional = _bare(hint)
    more: dict[str, Any] = {}
    kind: Kind
    if hint is date:
        kind = "date"
    elif hint is bool:
        kind = "yesno"
    elif hint is int:
        kind = "number"
    elif hint is Decimal:
        kind = "decimal"
    elif get_origin(hint) is Literal:
        kind, more = "choice", {"choices": get_args(hint), "words": _WORDS[get_args(hint)]}
    elif get_origin(hint) is dict:
        kind = "counts"
    elif get_origin(hint) is tuple:
        item, _ = _bare(get_args(hint)[0])
        if get_origin(item) is Literal:
            kind, more = "choices", {"choices": get_args(item), "words": _WORDS[get_args(item)]}
        elif is_dataclass(item) and isinstance(item, type):
            kind, more = "rows", {"fields": tuple(_fields(item, f"{path}."))}
        else:
            kind = "texts"
    else:
        kind = "long" if name in _LONG else "text"
    return Field(
        name=name,
        path=path,
        kind=kind,
        required=required,
        default=default,
        optional=optional,
        personal=personal,
        organ=name in ORGANS and kind in ("text", "texts"),
        **more,
    )


def _bare(hint: Any) -> tuple[Any, bool]:
    """Return a type without its annotations, and whether it may also be nothing."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (types.UnionType, Union):
        told = [one for one in get_args(hint) if one is not type(None) and one != Literal[""]]
        return _bare(told[0])[0], True
    return hint, False
