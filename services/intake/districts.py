"""Which district does somebody mean, by its id or its code in the national list of divisions?"""

from collections.abc import Mapping

from shared.problems import Problem


def district_of(said: str, divisions: Mapping[str, str]) -> str:
    """Return the id of a district, given the codes by id. Raises Problem 422 that names the districts there are."""
    for id_, division in divisions.items():
        if said.strip() in (id_, division):
            return id_
    known = ", ".join(f"{id_} ({division})" for id_, division in sorted(divisions.items()))
    detail = f"found {said!r}; expected one of {known or 'no district yet, as no law was adopted'}"
    error = {"pointer": "/district", "detail": f"found {said!r}", "expected": f"one of {known}"}
    raise Problem(422, "没有这个区 (no such district)", detail, errors=[error])
