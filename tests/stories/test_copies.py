from __future__ import annotations

from dataclasses import dataclass

from monitor.model.article import Article, Zone
from monitor.stories.copies import Membership, place
from tests.support.articles import article


@dataclass(frozen=True)
class Story:
    id: str
    headline: str


def told(headline: str, *, correction: bool = False) -> Article:
    return article((Zone.HEADLINE, headline), (Zone.BODY, "Text."), correction=correction)


def test_the_first_of_its_text_begins_a_story() -> None:
    assert place(told("Apple Q3 profit up"), [], None, "s1") == Membership("s1", new=True)


def test_the_same_text_under_a_compatible_headline_is_a_copy() -> None:
    stories = [Story("s1", "Apple Q3 profit up"), Story("s2", "Orange Q3 profit up")]
    assert place(told("Orange Q3 profit up, shares rise"), stories, None, "s3") == Membership("s2", copy=True)


def test_the_same_text_under_another_name_is_not() -> None:
    stories = [Story("s1", "Apple Q3 profit up")]
    assert place(told("Orange Q3 profit up"), stories, None, "s3") == Membership("s3", new=True)


def test_a_marked_correction_is_no_copy() -> None:
    stories = [Story("s1", "Apple Q3 profit up")]
    assert place(told("Apple Q3 profit up", correction=True), stories, None, "s3") == Membership("s3", new=True)


def test_a_changed_file_stays_in_its_story() -> None:
    earlier = Story("s1", "Rebels take Hama")
    assert place(told("Rebels take Hama, army says"), [], earlier, "s2") == Membership("s1")
    assert place(told("Rebels take Hama", correction=True), [], earlier, "s2") == Membership("s1")


def test_a_file_overwritten_with_other_news_begins_a_new_one() -> None:
    earlier = Story("s1", "Rebels take Hama")
    assert place(told("Bank raises rates"), [], earlier, "s2") == Membership("s2", new=True)


def test_a_file_that_goes_back_to_its_first_text_is_no_copy_of_itself() -> None:
    earlier = Story("s1", "Rebels take Hama")
    assert place(told("Rebels take Hama"), [earlier], earlier, "s2") == Membership("s1")
