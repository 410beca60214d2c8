"""What stands in one sentence, or close together in a paragraph, stands in one passage."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.searchwords import REACH, SearchWords

sentences = st.lists(st.lists(st.sampled_from(["x", "–", "co-op", "3"]), max_size=40), min_size=1, max_size=6)


@given(sentences)
def test_words_close_together_are_in_one_passage(shapes: list[list[str]]) -> None:
    numbers = iter(range(1_000))
    said = [[piece if piece == "–" else f"{piece}w{next(numbers)}" for piece in shape] for shape in shapes]
    passages = SearchWords().passages(map(" ".join, said), "en")
    assert len(passages) == len(said)
    words = [(number, piece.rpartition("-")[2]) for number, each in enumerate(said) for piece in each if piece != "–"]
    for place, (sentence, word) in enumerate(words):
        for _, behind in words[place : place + REACH + 1]:
            assert {word, behind} <= passages[sentence]
        far = {behind for other, behind in words[place + REACH + 1 :] if other != sentence}
        if place + 1 == len(words) or words[place + 1][0] != sentence:
            assert not far & passages[sentence], "no more than is asked for"
