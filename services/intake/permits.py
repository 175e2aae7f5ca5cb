"""May whoever calls report this fact? What may be reported is on the log under their name."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.intake.cloudevents import REVISIONS, Checked
from services.intake.index import Current
from services.intake.keeper import Outcome
from services.intake.reception import Reception
from shared.access import Principal
from shared.access.guard import count_refusal
from shared.access.speaking import refusal, sources
from shared.envelope import Draft
from shared.reported import Fault


@dataclass(frozen=True, slots=True)
class Permitted:
    """Says of checked events whether a principal may report them."""

    principal: Principal

    def __call__(self, checked: Checked) -> Checked:
        """Return a checked event under the principal's name, or with the right that it lacks."""
        draft = checked.draft
        if draft is None:
            return checked
        lacking = refusal(self.principal, draft)
        if lacking is None:
            return Checked(draft.by(self.principal.actor), checked.source, checked.id, checked.warnings)
        count_refusal(self.principal, "report")
        return replace(checked, draft=None, refused=(Fault(*lacking),))


@dataclass(frozen=True, slots=True)
class Targets:
    """Says of checked corrections and retractions whether a principal may revise the facts they name.

    A fact on the log must be of one of its districts; one that is not there yet, of its own source.
    """

    principal: Principal
    current: Callable[[str, Iterable[str]], Awaitable[Mapping[str, Current]]]
    """Returns what facts of a source say now, by id."""

    async def __call__(self, checked: Sequence[Checked]) -> list[Checked]:
        """Return checked events, with the right that is lacking where the principal may not revise."""
        asked = dict[str, set[str]]()
        for one in checked if self.principal.role != "operator" else ():
            if one.draft is not None and one.draft.type in REVISIONS:
                asked.setdefault(one.draft.data["target_source"], set()).add(one.draft.data["target_id"])
        if not asked:
            return list(checked)
        there = {source: await self.current(source, ids) for source, ids in asked.items()}
        return [self._looked_at(one, there) for one in checked]

    def _looked_at(self, checked: Checked, there: Mapping[str, Mapping[str, Current]]) -> Checked:
        draft = checked.draft
        if draft is None or draft.type not in REVISIONS:
            return checked
        source, id_ = draft.data["target_source"], draft.data["target_id"]
        target, own = there[source].get(id_), sources(self.principal)
        if target is None and source not in own:
            detail = f"no fact {id_!r} of {source!r} is on the log yet"
            fault = Fault("/data/target_id", detail, "a fact that is there, or one it reports itself")
        elif target is not None and not self.principal.may_speak_of(target.district):
            theirs = ", ".join(self.principal.districts) or "none"
            detail = f"the fact is of the district {target.district!r}"
            fault = Fault("/data/target_id", detail, f"a fact of {theirs}")
        else:
            return checked
        count_refusal(self.principal, "report")
        return replace(checked, draft=None, refused=(fault,))


@dataclass(frozen=True, slots=True)
class Acting:
    """The way onto the log for files that somebody imports: all they say stands under that name."""

    reception: Reception
    principal: Principal

    async def seal(self, drafts: Sequence[Draft], *, dry_run: bool = False) -> list[Draft]:
        """Seal the personal fields of drafts, as `Reception.seal`."""
        return await self.reception.seal(drafts, dry_run=dry_run)

    async def record(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Record facts in this order, as `Reception.record`."""
        actor = self.principal.actor
        return await self.reception.record([draft.by(actor) for draft in drafts])
