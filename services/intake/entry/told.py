"""What does one fact say, who has revised it and why, and how is it corrected or taken back on a page?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.entry.fields import ENTERABLE, REVISABLE, Field, form_of
from services.intake.entry.filling import data_of, filled_of, typed, with_one_more
from services.intake.entry.form import Sheet, faults_of, signed_in
from services.intake.entry.frame import Frame, address, form_of_texts
from services.intake.entry.organs import Names
from services.intake.entry.stages import may_report
from services.intake.revising.chains import Chains
from services.intake.revising.saying import Revising, Wish
from shared.access import PUBLIC, Principal, has
from shared.codec import name_in
from shared.problems import Problem

Position = Annotated[int, Path(ge=1, le=2**53)]

LONGEST = 2000
"""Characters of a reason."""

_OF_THE_FILE = frozenset({"sha256", "media_type", "size"})
"""Fields of an attached document that only another file would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a revision changed in one field; texts are data."""

    field: Field
    was: Any
    now: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The fact as it was reported, or one revision of it."""

    position: int
    type: str
    source: str
    actor: str
    at: datetime
    reason: str = ""
    counts: bool = True
    changes: tuple[Change, ...] = ()
    rivals: bool = False
    """Somebody else replaced the same revision at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact with its chain, as its page shows it."""

    position: int
    name: str
    about: str
    subject: str
    district: str
    source: str
    retracted: bool
    said: tuple[tuple[Field, Any], ...]
    """Its fields with what they say now, or said before it was taken back."""
    revisions: tuple[Revision, ...]
    standing: str
    """The id of the revision that stands, which the next one replaces."""

    @property
    def last(self) -> int:
        """Return the position of what was recorded of it last."""
        return max(one.position for one in self.revisions)


def routes(
    frame: Frame,
    chains: Chains,
    revising: Revising,
    names: Names,
    admit: Callable[[Principal], None],
) -> APIRouter:
    """Return the routes of the pages of single facts."""
    router = APIRouter(route_class=frame.route())

    async def shown(
        request: Request, chain: Mapping[str, Any], sheet: Sheet | None, principal: Principal, **more: Any
    ) -> Response:
        told = told_of(chain)
        may = has(principal, "report") and told.name in REVISABLE and may_report(principal, told.name)
        view = {
            "fact": told,
            "correctable": told.name in ENTERABLE,
            "sheet": sheet or (sheet_of(told.name, chain) if may else None),
            "organs": await names.of(told.district),
            "district": frame.districts().get(told.district),
            "did": "",
            "reason": "",
            "open": "",
            **more,
        }
        return await frame.render(request, "fact.html", view, sheet.status if sheet else 200)

    @router.get("/enter/facts/{position}")
    async def get_fact(
        request: Request,
        position: Position,
        principal: Annotated[Principal, Depends(frame.guard.may("read facts"))],
        told: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        """Show a fact, its revisions, and the forms to correct it and to take it back."""
        chain = (await chains.seen(principal, position)).as_data()
        return await shown(request, chain, None, principal, did=told)

    @router.post("/enter/facts/{position}")
    async def post_fact(
        request: Request, position: Position, principal: Annotated[Principal, signed_in(frame)]
    ) -> Response:
        """Correct a fact, or take it back, and say why."""
        if principal is PUBLIC:
            return RedirectResponse(f"/sign-in?to={address('facts', str(position))}", 303)
        chain = (await chains.seen(principal, position)).as_data()
        told = told_of(chain)
        sent = await form_of_texts(request)
        pairs = [(key, value) for key, value in sent.multi_items() if isinstance(value, str)]
        controls = dict(pairs)
        reason = controls.get("_reason", "").strip()[:LONGEST]
        if controls.get("_do") == "retract":
            data, sheet = None, sheet_of(told.name, chain)
        else:
            form = form_of(told.name) if told.name in ENTERABLE else ()
            kept = {name: value for name, value in content(chain).items() if _is_kept(name, form, told.name)}
            sheet = sheet_of(told.name, chain, filled=typed(pairs, form), id=controls.get("_id", ""))
            if more := controls.get("_more", ""):
                rows = any(one.name == more and one.kind == "rows" for one in form)
                filled = with_one_more(sheet.filled, more) if rows else sheet.filled
                again = sheet_of(told.name, chain, filled=filled, id=sheet.id, more=more)
                return await shown(request, chain, again, principal, reason=reason, open="correct")
            data = data_of(form, sheet.filled) | kept
        doing = "correct" if data is not None else "retract"
        try:
            if not reason:
                wrong = {"pointer": "/data/reason", "detail": "is missing", "expected": ""}
                raise Problem(422, "No revision", "a reason is needed", errors=[wrong])
            admit(principal)
            wish = Wish(
                reason=reason,
                data=data,
                key=controls.get("_id", "")[:100],
                standing=controls.get("_standing", ""),
            )
            await revising.revise(principal, position, wish)
        except Problem as problem:
            faults: dict[str, list[Mapping[str, Any]]] = faults_of(problem, sheet.fields, "/data/data")
            if not reason:
                faults = {f"_reason_{doing}": [{"detail": "is missing", "expected": ""}]}
            if problem.status == 409:
                faults = {"_meanwhile": [problem.body]}
            again = sheet_of(
                told.name, chain, filled=sheet.filled, id=sheet.id, faults=faults, status=problem.status
            )
            return await shown(request, chain, again, principal, reason=reason, open=doing)
        done = "corrected" if data is not None else "retracted"
        return RedirectResponse(address("facts", str(position), told=done), 303)

    return router


def _is_kept(name: str, form: Sequence[Field], type_: str) -> bool:
    """Return whether a field stays as it is, since the form has none for it."""
    of_no_form = name not in {one.name for one in form} or name == "version"
    return of_no_form or (type_ == "document-attached" and name in _OF_THE_FILE)


def content(chain: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a fact says now, or said before it was taken back."""
    if chain["now"] is not None:
        return chain["now"]["data"]  # type: ignore[no-any-return]
    said = [one["data"] for one in chain["revisions"] if one["counts"] and one["data"] is not None]
    return said[-1] if said else chain["data"]  # type: ignore[no-any-return]


def sheet_of(name: str, chain: Mapping[str, Any], **more: Any) -> Sheet:
    """Return the form to correct a fact, filled in with what it says."""
    form = form_of(name) if name in REVISABLE else ()
    told: dict[str, Any] = {
        "name": name,
        "about": "",
        "fields": [one for one in form if not _is_kept(one.name, form, name)],
        "filled": filled_of(form, content(chain)),
        "id": f"entry-{uuid4().hex}",
        "subject": chain["subject"],
        "asks": False,
        "source": chain["source"],
        **{key: value for key, value in more.items() if value or key != "id"},
    }
    return Sheet(**told)


def told_of(chain: Mapping[str, Any]) -> Told:
    """Return a fact as its page shows it, given what `GET /facts/{position}` answers."""
    name = name_in(chain["now"]["type"] if chain["now"] else chain["type"])
    form = form_of(name) if name in REVISABLE else ()
    now = chain["now"] or chain
    said: dict[str, Mapping[str, Any]] = {chain["id"]: chain["data"]}
    revisions = [_revision(chain, not chain["revisions"] or not any(r["counts"] for r in chain["revisions"]))]
    for one in chain["revisions"]:
        before = said.get(one["replaces"]) or {}
        data = one["data"]
        said[one["id"]] = before if data is None else data
        revisions.append(
            _revision(
                one,
                one["counts"] and one["id"] == chain["revision"],
                reason=one["reason"],
                changes=() if data is None else changes_of(form, before, data),
                rivals=bool(one["rivals"]),
            )
        )
    data = content(chain)
    return Told(
        position=chain["position"],
        name=name,
        about=REVISABLE[name].ABOUT if name in REVISABLE else "",
        subject=now["subject"] or "",
        district=now["district"],
        source=chain["source"],
        retracted=chain["retracted"],
        said=tuple((one, data.get(one.name)) for one in form if one.name != "version" or data.get("version")),
        revisions=tuple(revisions),
        standing=chain["revision"],
    )


def _revision(one: Mapping[str, Any], counts: bool, **more: Any) -> Revision:
    return Revision(
        position=one["position"],
        type=name_in(one["type"]),
        source=one["source"],
        actor=one["actor"] or "",
        at=datetime.fromisoformat(one["recordedat"]),
        counts=counts,
        **more,
    )


def changes_of(
    form: Sequence[Field], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Change, ...]:
    """Return what differs between two contents of a fact, field by field."""
    return tuple(
        Change(field=one, was=before.get(one.name), now=after.get(one.name))
        for one in form
        if before.get(one.name) != after.get(one.name)
    )
