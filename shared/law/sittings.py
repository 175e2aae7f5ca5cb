"""For whom did each person sit at a hearing, and at which hearings did the officer or chief of a defendant lack?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.dispute import Key
from shared.events.court import AppearanceNoticeServed, Attendee, HearingHeld, HearingRescheduled
from shared.events.findings.routing import ChiefRequired, OfficerRequired, ResponsibleAgencyDetermined
from shared.events.words import Post
from shared.law.appearance import Appearance, appearance, chief_appearance
from shared.law.case_view import CaseView
from shared.law.excuse import Excuse, excuse_at
from shared.law.model import Law
from shared.organs import Organs

People = Sequence[Attendee]
STAFF = frozenset({"staff", "public_lawyer"})
"""Roles of those who hold public office and are no officers (INT 130)."""


@dataclass(frozen=True)
class Sittings:
    """The hearings of one case as they concern each of its defendants."""

    view: CaseView
    organs: Organs
    law: Law

    @cached_property
    def hearings(self) -> tuple[HearingHeld, ...]:
        """Return the hearings held, by day."""
        held = self.view.case.all(HearingHeld)
        return held if len(held) < 2 else tuple(sorted(held, key=lambda hearing: hearing.held_on))

    @property
    def each(self) -> Iterator[tuple[HearingHeld, str]]:
        """Return every hearing with every defendant of the register, by day; of others nothing is said."""
        known = [name for name in self.view.defendants if self.organs.find(name)]
        return ((hearing, name) for hearing in self.hearings for name in known)

    @cached_property
    def own(self) -> bool:
        """Return whether each defendant is asked for an officer of its own (parameter codefendants)."""
        return len(self.view.defendants) > 1 and self.law.parameter("codefendants") == "own"

    def people(self, name: str, hearing: HearingHeld) -> People:
        """Return who sat for a defendant."""
        return self._seated[hearing.held_on].get(name, ())

    def side(self, name: str, hearing: HearingHeld) -> People:
        """Return who sat for a defendant, or for any, where who comes for one comes for all (APP 3)."""
        seated = self._seated[hearing.held_on]
        return [one for whose, people in seated.items() if whose in self._side(name) for one in people]

    def officers(self, name: str, hearing: HearingHeld) -> People:
        """Return a defendant's own officers whose proof of identity was fit, whomever they sat for (APP 2, 3, 6)."""
        return [one for one in hearing.attendees if self._is_officer(one, name)]

    def sat(self, name: str, hearing: HearingHeld) -> bool:
        """Return whether an officer of a defendant sat at a hearing, or of any, where one does for all."""
        return any(self.officers(side, hearing) for side in self._side(name))

    def officers_beside(self, name: str) -> Iterator[Attendee]:
        """Return the officers who sat for a defendant, or for any where one does for all, at whichever hearing."""
        for hearing in self.hearings:
            for side in self._side(name):
                yield from self.officers(side, hearing)

    @cached_property
    def together(self) -> Appearance | None:
        """Return how officers of any of the defendants appeared; None for a case not heard."""
        return appearance(self.view.case, self.organs, self.law)

    def missed(self, name: str) -> tuple[date, ...]:
        """Return the hearings at which an officer of a defendant should have sat and did not."""
        appeared = appearance(self.view.case, self.organs, self.law, name) if self.own else self.together
        return appeared.missed if appeared else ()

    def missed_by_chief(self, name: str) -> tuple[date, ...]:
        """Return the hearings at which its chief, or whom else the law accepts, should have sat and did not."""
        if name not in self.chief_required:
            return ()
        asked = {name: self.chief_required[name].accepted} if self.own else self._accepted
        came = chief_appearance(self.view.case, self.organs, asked)
        return came.missed if came else ()

    @cached_property
    def chief_required(self) -> Mapping[str, ChiefRequired]:
        """Return for which defendants the chief must appear, as routing found."""
        found = ((name, self._routed(ChiefRequired.TOPIC, name)) for name in self.view.defendants)
        return {name: required for name, required in found if isinstance(required, ChiefRequired)}

    def officer_required(self, name: str) -> bool:
        """Return whether an officer must appear for a defendant by a ground of its own (INT 129, APP 4)."""
        return self._routed(OfficerRequired.TOPIC, name) is not None

    def excuse(self, name: str, day: date) -> Excuse:
        """Return what excuses that no officer of a defendant came; of any, where one comes for all."""
        side = self._side(name)
        others = [other for other in self.view.defendants if other not in side]
        return excuse_at(self.view.case, self.organs, side, day, others)

    def notices(self, name: str, day: date) -> Iterator[AppearanceNoticeServed]:
        """Return the court's notices to a defendant, or to all, to appear at the hearing of a day (APP 5, 7)."""
        for notice in self.view.case.all(AppearanceNoticeServed):
            if notice.hearing_on == day and self.organs.full_name(notice.organ) in ("", *self._side(name)):
                yield notice

    def postponed_with_reason(self, name: str, day: date) -> Iterator[HearingRescheduled]:
        """Return how a hearing was moved to a day after a reason was given for one of the days before (APP 12(2))."""
        moves, seen = self.view.case.all(HearingRescheduled), {day}
        while move := next((one for one in moves if one.to_on == day and one.from_on not in seen), None):
            before = self.excuse(name, move.from_on)
            if before.holds or before.unproven:
                yield move
            day = move.from_on
            seen.add(day)

    def _side(self, name: str) -> tuple[str, ...]:
        return (name,) if self.own else self.view.defendants

    @cached_property
    def _accepted(self) -> Mapping[str, tuple[Post, ...]]:
        return {name: required.accepted for name, required in self.chief_required.items()}

    def _routed(self, topic: str, name: str) -> object:
        return self.view.dispute.standing("routing").get(Key(self.view.case.number, topic, name))

    def _is_officer(self, person: Attendee, name: str) -> bool:
        return (
            person.role == "officer"
            and person.identity_fit
            and person.rank in self.law.ranks
            and self.organs.full_name(person.organ) == name
        )

    @cached_property
    def _seated(self) -> Mapping[date, Mapping[str, list[Attendee]]]:
        seated: dict[date, dict[str, list[Attendee]]] = {}
        for hearing in self.hearings:
            here = seated.setdefault(hearing.held_on, {})
            for person in hearing.attendees:
                if name := self._sits_for(person):
                    here.setdefault(name, []).append(person)
        return seated

    def _sits_for(self, person: Attendee) -> str:
        """Return the defendant for whom somebody sat: as the record says, else whose people may stand for it.

        Those are the people of who answers for it, of whom it entrusted, of bodies under it (APP 10), and for the
        district government of the bureau, its legal office, and of who carried the act out (INT 130).
        """
        defendants = self.view.defendants
        for named in filter(None, (person.represents, person.organ)):
            if (name := self.organs.full_name(named)) in defendants:
                return name
        if person.role == "outside_lawyer":
            return defendants[0] if len(defendants) == 1 else ""
        organ = self.organs.full_name(person.organ)
        return next((name for name in defendants if self._stands_for(organ, name)), "")

    def _stands_for(self, organ: str, name: str) -> bool:
        answer = self._routed(ResponsibleAgencyDetermined.TOPIC, name)
        if isinstance(answer, ResponsibleAgencyDetermined) and organ in answer.agencies:
            return True
        act = self.view.act
        acting_for = (
            act.entrusted,
            act.dispatched,
            act.implementing if self.view.is_government(name) else "",
        )
        return organ in {self.organs.full_name(one) for one in acting_for if one} or name in self._above(
            organ
        )

    def _above(self, organ: str) -> set[str]:
        """Return the organs above one of the register, up to the district government; above another nobody."""
        above = set[str]()
        while self.organs.find(organ) and (organ := self.organs.superior(organ)) and organ not in above:
            above.add(organ)
        return above
