"""How is a case number written, so that one case has one identity whoever reports it?"""

import re
import unicodedata

_IGNORED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_OPENING = "([{〔【〈《〖〘〚❨❪❲⟦⟨⟬⟮⦅⦗⸨"
_CLOSING = ")]}〕】〉》〗〙〛❩❫❳⟧⟩⟭⟯⦆⦘⸩"
_BRACKETS = str.maketrans(_OPENING + _CLOSING, "（" * len(_OPENING) + "）" * len(_CLOSING))
"""What people and systems write for the brackets of a case number; NFKC knows the narrow, small and upright ones."""

_LETTERS = r"A-Za-z〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff-"
_FORM = re.compile(
    rf"(?:（(?:19|20)\d\d）[\d{_LETTERS}]{{1,40}}|[{_LETTERS}]{{1,12}}（(?:19|20)\d\d）[\d{_LETTERS}]{{0,40}})"
    r"\d+号(?:之[一二三四五六七八九十\d]{1,3})?",
    re.ASCII,
)
"""A court's number, with its code behind the year; or a reconsideration organ's, with it before."""

_STRANGE = re.compile(rf"[^\d{_LETTERS}（）]", re.ASCII)


class CaseNumberError(ValueError):
    """A case number that cannot be read: says what was found and what was expected."""

    expected = "a case number such as （2023）鲁1002行初12号"

    def __init__(self, found: str, strange: str = "") -> None:
        self.found = found
        self.strange = (
            strange and f"{strange} is U+{ord(strange):04X} {unicodedata.name(strange, '')}".strip()
        )
        """A character that stands in no case number, by its name, since it may look like one that does."""
        seen = f"; {self.strange}" if strange else ""
        super().__init__(f"malformed case number {found[:80]!r}{seen}; expected {self.expected}")


def normalise_case_number(text: str) -> str:
    """Return a case number as the log knows it: NFKC, full-width brackets, no spaces.

    Raises CaseNumberError for text that no court or bureau would give a case.
    """
    number = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)
    if not _FORM.fullmatch(number):
        strange = _STRANGE.search(number)
        raise CaseNumberError(text, strange[0] if strange else "")
    return number
