"""May whoever calls report this fact? What may be reported is on the log under their name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.intake.cloudevents import Checked
from services.intake.keeper import Outcome
from services.intake.reception import Reception
from shared.access import Principal, refusal
from shared.access.guard import count_refusal
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
            return replace(checked, draft=replace(draft, actor=self.principal.actor))
        count_refusal(self.principal, "report")
        return replace(checked, draft=None, refused=(Fault(*lacking),))


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
        return await self.reception.record([replace(draft, actor=actor) for draft in drafts])
