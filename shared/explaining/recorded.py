"""Which recorded case is asked about, and is it known?"""

from shared.case_number import CaseNumberError
from shared.envelope import BUREAU
from shared.explaining.explained import Question
from shared.judge import Judge
from shared.law.loader import PackError
from shared.problems import Problem
from shared.reported import case_number, shown


async def recorded(judge: Judge, district: str, case: str) -> Question:
    """Return the question about a case, or the bureau's own matter, as a service has noted it.

    Raises Problem 422 for text that is no case number, 404 for a case of which nothing is reported in the district,
    409 where the law on the log cannot be read by this release, so that the district's cases stall.
    """
    try:
        number = case if case == BUREAU else case_number(case)
    except CaseNumberError as error:
        fault = {"pointer": "/case", "detail": shown(case), "expected": error.expected, "in": "query"}
        raise Problem(422, "No case number", str(error), errors=[fault]) from error
    try:
        looked = await judge.look(district, number)
    except PackError as error:
        faults = [{"place": f"line {one.line}, {one.where}", "detail": one.detail} for one in error.faults]
        detail = f"the law of {district!r} on the log cannot be read by this release, so nothing is judged"
        raise Problem(409, "A law that cannot be read", detail, errors=faults) from error
    if looked is None:
        detail = (
            f"nothing is reported of the case {number} in the district {district!r}; "
            "GET /cases of reporting lists the cases there are"
        )
        raise Problem(404, "Not Found", detail)
    return Question(
        district=district,
        disputes=(looked.dispute,),
        world=looked.world,
        cases=frozenset({number}),
        position=looked.position,
    )
