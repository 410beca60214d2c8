"""HTML pages: trafilatura finds the text, `stated` says what a page tells of it, `furniture` what is no part of it."""

from __future__ import annotations

import re
from configparser import ConfigParser

import trafilatura
from lxml import html as lxml_html
from lxml.etree import LxmlError
from trafilatura.settings import Document, use_config

from monitor.reading import furniture, markup, values
from monitor.reading.blocks import Block, Kind
from monitor.reading.encoding import decode
from monitor.reading.report import Report, broken, no_article
from monitor.reading.stated import of
from monitor.reading.xml import Element

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_LOOKED_AT = 4_096
_USUAL, _SHORT = use_config(), use_config()
_SHORT.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
_KICKERS = 3


def is_page(content: bytes) -> bool:
    """Whether it begins as a page of HTML does."""
    return bool(_PAGE.match(content, 0, _LOOKED_AT))


def read(content: bytes) -> Report:
    """The article of a page. Raises Unreadable where there is none: a front page, a form."""
    text, warnings = _decode(content)
    try:
        page = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError) as error:
        raise broken(f"HTML that cannot be taken apart: {error}") from None
    stated = of(page)
    furniture.mark(page, stated.headline)
    found = _extracted(page)
    if found is None:
        raise no_article("an HTML page without an article")
    title, source = stated.title(found.title), stated.source(found.sitename)
    blocks, summary = _body(found.body, title), stated.standfirst()
    return Report(
        blocks=tuple(blocks),
        title=title,
        summary=(summary,) if summary and all(block.text != summary for block in blocks) else (),
        published=stated.published(found.date),
        source=source,
        url=values.url(*stated.urls(), found.url),
        language=stated.language(),
        authors=stated.authors(found.author, source),
        keywords=stated.keywords(),
        warnings=warnings,
    )


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """As UTF-8 where it is that, whatever the page declares: who fetched it may have re-encoded it. Else as declared,
    else as any text."""
    declared = _DECLARED.search(content, 0, _LOOKED_AT)
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not _is_utf8(content):
        name = declared[1].decode("ascii").lower()
        try:
            return content.decode("cp1252" if name in ("iso-8859-1", "latin-1") else name), ()
        except (LookupError, UnicodeDecodeError):
            text, warnings = decode(content)
            return text, (*warnings, f"HTML: not in the encoding it declares ({name})")
    return decode(content)


def _is_utf8(content: bytes) -> bool:
    """Beyond ASCII, which many other encodings look like."""
    if content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _extracted(page: Element) -> Document | None:
    """What trafilatura finds. A short text may come as one paragraph with all around it: then it is asked again."""
    whole = _by(page, _USUAL)
    if whole is not None and len(whole.body) == 1 and sum(1 for _ in page.iter("p")) > 1:
        short = _by(page, _SHORT)
        return short if short is not None and len(short.body) > 1 else whole
    return whole


def _by(page: Element, config: ConfigParser) -> Document | None:
    found = trafilatura.bare_extraction(
        page, include_comments=False, with_metadata=True, prune_xpath=f"//*[@{furniture.MARK}]", config=config
    )
    return found if isinstance(found, Document) and found.body is not None else None


def _body(body: Element, title: str | None) -> list[Block]:
    """The text's blocks, without the headline and what stands over it."""
    found = markup.blocks(body)
    for index, block in enumerate(found[: _KICKERS + 1]):
        if title and block.text.casefold() == title.casefold():
            found = found[index + 1 :]
            break
    # trafilatura gives every heading one name; a heading that ends the text heads nothing
    while found and found[-1].kind is Kind.HEADING:
        found.pop()
    return found
