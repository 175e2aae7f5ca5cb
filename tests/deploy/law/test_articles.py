"""Is the article a scenario names the one an entry cites?"""

import pytest

from deploy.law.articles import cites, order

MEANT = [
    ("9(2)", "9(2)"),
    ("20", "20"),
    ("20", "20(1)"),
    ("13-17", "15"),
    ("13-17", "13(7)"),
    ("27(1)-(5)", "27(3)"),
    ("27(1)-(5)", "27(1)-(5)"),
    ("APP 2, 7", "APP 7"),
    ("ALL 3; APP 2, 7", "APP 2"),
    ("8; as Xinzhou 9(4)", "8"),
    ("8; as Xinzhou 9(4)", "Xinzhou 9(4)"),
    ("27; outcomes as Xinzhou 27", "27"),
    ("Xinzhou 10; Huancui 14", "Huancui 14"),
    ("9（2）", "9(2)"),
    ("13(1), 13(3)", "13(3)"),
    ("司法建议工作规定 (2023-11-16)", "司法建议工作规定 (2023-11-16)"),
    ("ALL", "ALL"),
]

NOT_MEANT = [
    ("9(2)", "9(1)"),
    ("9(2)", "9"),
    ("9(2)", "29(2)"),
    ("13-17", "18"),
    ("27(1)-(5)", "27(6)"),
    ("APP 2, 7", "APP 3"),
    ("APP 2", "2"),
    ("2", "APP 2"),
    ("8; as Xinzhou 9(4)", "9(4)"),
    ("ALL", "ALL 85"),
    ("司法建议工作规定 (2023-11-16)", "16"),
]


@pytest.mark.parametrize(("entry", "article"), MEANT)
def test_an_article_within_the_one_cited_is_meant(entry: str, article: str) -> None:
    assert cites(entry, article)


@pytest.mark.parametrize(("entry", "article"), NOT_MEANT)
def test_another_article_or_item_is_not_meant(entry: str, article: str) -> None:
    assert not cites(entry, article)


def test_articles_are_listed_as_they_stand_in_the_regulation() -> None:
    told = ["20", "APP 2", "9(10)", "13-17", "9(2)", "9"]
    assert sorted(told, key=order) == ["9", "9(2)", "9(10)", "13-17", "20", "APP 2"]
