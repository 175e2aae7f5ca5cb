"""How does somebody report one fact by a form: what stands in it, what is wrong with it, and how is it recorded?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.entry.documents import Documents, attached
from services.intake.entry.fields import ENTERABLE, Field, form_of
from services.intake.entry.filling import Filled, data_of, typed, with_one_more
from services.intake.entry.frame import Frame, address, form_of_texts
from services.intake.entry.organs import Names
from services.intake.entry.stages import may_report
from services.intake.single.places import subject_of
from shared.access import PUBLIC, Principal
from shared.access.guard import lacking, not_its_district
from shared.access.speaking import sources
from shared.problems import Problem

NEW = "new"
"""Stands for the subject in an address where the form asks for it."""

OTHER_KINDS = ("court", "procuratorate", "office")
"""Sources an operator may choose beside the bureau; whose they are stands behind the stroke."""


class Submitting(Protocol):
    """The way of events onto the log; intake's submissions are it."""

    async def submit(self, principal: Principal, events: list[Any], /) -> dict[str, Any]:
        """Record events, all or none. Raises Problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form as it is shown."""

    name: str
    about: str
    """What the subject names: a `case`, an `organ`, the `bureau` or the `district`."""
    fields: Sequence[Field]
    filled: Filled
    id: str
    """The id of the fact that is made of it: sent twice, it is still one fact."""
    subject: str
    asks: bool
    """The form asks for the subject."""
    source: str
    sources: Sequence[str] = ()
    faults: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """What is wrong, by the path of the field; what concerns none of them stands at ``."""
    more: str = ""
    """The field of which somebody wants to fill in more."""
    status: int = 200

    @property
    def uploads(self) -> bool:
        """Return whether a file goes with it."""
        return self.name == "document-attached"

    @property
    def wrong(self) -> int:
        """Return how much is wrong."""
        return sum(map(len, self.faults.values()))


def sources_of(principal: Principal, district: str) -> tuple[str, ...]:
    """Return in whose name somebody may report by hand, the usual one first."""
    if principal.role == "operator":
        return (f"bureau/{district}", *(f"{kind}/" for kind in OTHER_KINDS))
    if principal.role == "bureau":
        return (f"bureau/{district}",)
    return sources(principal)


def signed_in(frame: Frame) -> Any:
    """Return the dependency that tells who sends a form: PUBLIC for a session that has ended, as all is kept then."""

    async def sender(request: Request) -> Principal:
        try:
            return await frame.guard.admitted(request, "report")
        except Problem as problem:
            if problem.status == 401 and "text/html" in request.headers.get("accept", ""):
                return PUBLIC
            raise

    sender.right = "report"  # type: ignore[attr-defined]  # read by the table of rights in the tests
    return Depends(sender)


def routes(
    frame: Frame,
    submissions: Submitting,
    names: Names,
    documents: Documents,
    admit: Callable[[Principal], None],
) -> APIRouter:
    """Return the routes of forms."""
    router = APIRouter(route_class=frame.route())
    reporter = Depends(frame.guard.may("report"))
    fact = "/enter/{district}/{subject}/{name}"

    def begun(principal: Principal, district: str, subject: str, name: str) -> Sheet:
        if name not in ENTERABLE:
            raise Problem(404, "Not Found", f"没有这种事实：{name!r} (there is no such form); see /enter")
        frame.district(district)
        if principal is not PUBLIC:
            if not principal.may_speak_of(district):
                raise not_its_district(principal, district)
            if not may_report(principal, name):
                raise lacking(principal, "report")
        about = ENTERABLE[name].ABOUT
        named = subject if about in ("case", "organ") and subject != NEW else ""
        chosen = sources_of(principal, district)
        return Sheet(
            name=name,
            about=about,
            fields=form_of(name),
            filled=Filled(),
            id=f"entry-{uuid4().hex}",
            subject=named,
            asks=subject == NEW and (about == "case" or (about == "organ" and name != "organ-registered")),
            source=chosen[0] if chosen else "",
            sources=chosen,
        )

    async def shown(request: Request, district: str, sheet: Sheet) -> Response:
        view = {"sheet": sheet, "organs": await names.of(district), "here": "enter"}
        where = frame.districts().get(district)
        return await frame.render(request, "form.html", {**view, "district": where}, sheet.status)

    @router.get(fact)
    async def get_form(
        request: Request, district: str, subject: str, name: str, principal: Annotated[Principal, reporter]
    ) -> Response:
        """Show the form of a fact, filled in with what the address says."""
        sheet = begun(principal, district, subject, name)
        known = {one.name for one in sheet.fields}
        given = [
            (key, value) for key, value in request.query_params.multi_items() if key.split(".")[0] in known
        ]
        return await shown(request, district, changed(sheet, filled=typed(given, sheet.fields)))

    @router.post(fact)
    async def post_form(
        request: Request,
        district: str,
        subject: str,
        name: str,
        principal: Annotated[Principal, signed_in(frame)],
    ) -> Response:
        """Record the fact a form states, or show what is wrong with it."""
        sheet = begun(principal, district, subject, name)
        sent = await (request.form() if sheet.uploads else form_of_texts(request))
        pairs = [(key, value) for key, value in sent.multi_items() if isinstance(value, str)]
        controls = dict(pairs)
        sheet = changed(
            sheet,
            filled=typed(pairs, sheet.fields),
            id=controls.get("_id", "")[:100] or sheet.id,
            subject=controls.get("_subject", "").strip() if sheet.asks else sheet.subject,
            source=controls.get("_source", "").strip() or sheet.source,
        )
        if more := controls.get("_more", ""):
            rows = any(one.name == more and one.kind == "rows" for one in sheet.fields)
            filled = with_one_more(sheet.filled, more) if rows else sheet.filled
            return await shown(request, district, changed(sheet, filled=filled, more=more))
        if principal is PUBLIC:
            return await shown(request, district, changed(sheet, faults={"_signed_out": [{}]}, status=401))
        try:
            admit(principal)
            data = data_of(sheet.fields, sheet.filled)
            if sheet.uploads:
                data.update(await attached(documents, principal, sent.get("file"), data))
            answer = await submissions.submit(principal, [event_of(sheet, district, data)])
        except Problem as problem:
            if problem.status in (429, 503):
                faults: Mapping[str, Sequence[Mapping[str, Any]]] = {"_later": [problem.body]}
            else:
                faults = faults_of(problem, sheet.fields)
            return await shown(request, district, changed(sheet, faults=faults, status=problem.status))
        finally:
            await sent.close()
        (told,) = answer["results"]
        return RedirectResponse(address("facts", str(told["position"]), told=told["status"]), 303)

    return router


def changed(sheet: Sheet, **changes: Any) -> Sheet:
    """Return a form with something else in it."""
    return Sheet(**{name: getattr(sheet, name) for name in sheet.__dataclass_fields__} | changes)


def event_of(sheet: Sheet, district: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event a form states."""
    cls = ENTERABLE[sheet.name]
    code = data.get("code", "") if sheet.name == "organ-registered" else sheet.subject
    subject = subject_of(cls, {"case_number": sheet.subject, "code": str(code)}, data)
    return {
        "specversion": "1.0",
        "id": sheet.id,
        "source": sheet.source,
        "type": f"yingsu.{sheet.name}.v1",
        "subject": subject,
        "district": district,
        "data": dict(data),
    }


def faults_of(
    problem: Problem, form: Sequence[Field], within: str = "/data"
) -> dict[str, list[Mapping[str, Any]]]:
    """Return what is wrong with an event by the path of the field it concerns; `_subject`, `_source`, `_id` too."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for error in problem.body.get("errors", ()) or [problem.body]:
        found.setdefault(_path(str(error.get("pointer", "")), form, within), []).append(error)
    return found


def _path(pointer: str, form: Sequence[Field], within: str) -> str:
    if pointer in ("/subject", "/source", "/id"):
        return f"_{pointer[1:]}"
    if not pointer.startswith(f"{within}/"):
        return pointer.removeprefix("/") if pointer == "/file" else ""
    name, *rest = pointer.removeprefix(f"{within}/").split("/")
    one = next((one for one in form if one.name == name), None)
    if one is None:
        return ""
    if one.kind == "rows" and len(rest) > 1:
        return ".".join((name, *rest[:2]))
    return name
