"""What should stand on a log, and what does? All facts judged at once in memory, against what the services found."""

from collections.abc import Iterable, Mapping, Sequence

from deploy.law.judging import judged
from shared.dispute import Dispute, Key, disputes, with_bureau
from shared.envelope import NO_DISTRICT, attributes, is_finding, read
from shared.log.filing import file
from shared.world import world_of

Standing = Mapping[tuple[str, Key], object]
"""All that stands, by service and key."""


def expected(bodies: Sequence[bytes], district: str) -> Standing:
    """Return what follows for a district from all facts of a log (its stored bytes), whatever was found on it."""
    told = [(body, attributes(body)) for body in bodies]
    facts = [
        (body, file(envelope).is_case, envelope["district"])
        for body, envelope in told
        if not is_finding(envelope["source"])
    ]
    about_all = [read(body) for body, is_case, of in facts if not is_case and of in (district, NO_DISTRICT)]
    found = disputes([read(body) for body, is_case, _ in facts if is_case])
    own = with_bureau([one for one in found if one.district == district], district)
    return _standing(judged(own, world_of(district, about_all)))


def on_record(bodies: Iterable[bytes], district: str) -> Standing:
    """Return what stands of what was found on the cases of a district."""
    return _standing(one for one in disputes(map(read, bodies)) if one.district == district)


def _standing(found: Iterable[Dispute]) -> Standing:
    return {
        (service, key): finding.standing
        for one in found
        for service, findings in one.findings.items()
        for key, finding in findings.items()
    }
