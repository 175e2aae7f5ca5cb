"""How is a case number written, so that one case has one identity whoever reports it?"""

import re
import unicodedata

_IGNORED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = str.maketrans("([〔【)]〕】", "（（（（））））")
_FORM = re.compile(
    r"(?:（(?:19|20)\d\d）[^（）]{1,40}|[^\d（）]{1,12}（(?:19|20)\d\d）[^（）]{0,40})"
    r"\d+号(?:之[一二三四五六七八九十\d]{1,3})?",
    re.ASCII,
)
"""A court's number, with its code behind the year; or a reconsideration organ's, with it before."""


class CaseNumberError(ValueError):
    """A case number that cannot be read: says what was found and what was expected."""

    expected = "a case number such as （2023）鲁1002行初12号"

    def __init__(self, found: str) -> None:
        super().__init__(f"malformed case number {found[:80]!r}; expected {self.expected}")
        self.found = found


def normalise_case_number(text: str) -> str:
    """Return a case number as the log knows it: NFKC, full-width brackets, no spaces.

    Raises CaseNumberError for text that no court or bureau would give a case.
    """
    number = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)
    if not _FORM.fullmatch(number):
        raise CaseNumberError(text)
    return number
