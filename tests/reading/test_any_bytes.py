"""Whatever the bytes: an article whose offsets hold, or a refusal; no word lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Unreadable
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import read

NOW = datetime(2024, 12, 6, 12, tzinfo=UTC)
LINES = st.lists(
    st.sampled_from(
        [
            "Rebels take Hama", "In short:", "- item one", "", "By Jane Doe", "BEIRUT, Dec 5 (AP) -", "Rebels took Hama. Army fled.",
            "# Title", "![alt](x)", "**bold** text.", "Reuters", "---", "title: x", "  indented “quote", '"We won," he said.',
            "© AFP 2024", "a" * 130, "\u00a0», «x", "What next?", "> quote", "```", "Ü\u0308\u200b",
        ]
    ),
    max_size=12,
)  # fmt: skip
CONTENTS = st.one_of(
    st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode()), LINES.map("\n".join).map(str.encode)
)


def reading(content: bytes, path: str) -> Article | None:
    try:
        return read(RawArticle(ArticleId("wire", path), content, "h", NOW, NOW), default_language="en")
    except Unreadable:
        return None


# the first example loads the language model
@given(CONTENTS, st.sampled_from(["a.txt", "a.md"]))
def test_bytes_become_an_article_with_true_offsets_or_are_refused(content: bytes, path: str) -> None:
    article = reading(content, path)
    if article is None:
        return
    position = 0
    for paragraph in article.paragraphs:
        assert not article.text[position : paragraph.start].strip()
        assert position <= paragraph.start < paragraph.end
        position = inside = paragraph.start
        for start, end in paragraph.sentences:
            assert inside <= start < end <= paragraph.end
            assert article.text[start:end] == article.text[start:end].strip()
            assert not article.text[inside:start].strip()
            inside = end
        assert inside == paragraph.end
        position = paragraph.end
    assert position == len(article.text)
    holders = [(paragraph.start, paragraph.end) for paragraph in article.paragraphs]
    for quote in article.quotes:
        assert any(start <= quote.start < quote.end <= end for start, end in holders)


# the first example loads the language model
@given(
    st.lists(st.from_regex(r"[a-zé]{1,9}[.,:?]?", fullmatch=True), min_size=1),
    st.lists(st.sampled_from([" ", "\n", "\n\n"])),
)
def test_every_word_of_plain_text_is_kept_in_order(words: list[str], gaps: list[str]) -> None:
    text = "".join(word + (gaps[index] if index < len(gaps) else " ") for index, word in enumerate(words))
    article = reading(text.encode(), "a.txt")
    assert article is not None
    assert re.findall(r"\w+", article.text) == re.findall(r"\w+", text)
