"""How fast files of each format are read: `python -m benchmarks.reading`. Articles of 40 paragraphs, 8 kB of text.

Of processor time, so that others at work on the machine count less.
"""

from __future__ import annotations

import json
import textwrap
import time
from datetime import UTC, datetime

from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import read_all

_NOW = datetime(2026, 11, 28, tzinfo=UTC)
_SAID = "Rebels captured the strategic city of Hama on Thursday, the army said in a statement that gave no reason. " * 2
_TEXTS = [f"{number} reports: {_SAID}" for number in range(40)]


def _wrapped(text: str) -> str:
    """As a teleprinter sets it."""
    return "\r\n".join(textwrap.wrap(text, 69))


_HTML = "".join(f"<p>{text}</p>" for text in _TEXTS)
_G2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>'
FILES = {
    "plain text": "Rebels take Hama\n\n" + "\n\n".join(_TEXTS),
    "HTML": f"<!DOCTYPE html><html><head><title>Hama</title></head><body><article>{_HTML}</article></body></html>",
    "ninjs": json.dumps({"uri": "x", "versioncreated": "2024-12-05", "headline": "Hama", "body_html": _HTML}),
    "NewsML-G2": f"{_G2}<contentSet><inlineXML><html><body>{_HTML}</body></html></inlineXML></contentSet></newsItem>",
    "NITF": f"<nitf><body><body.content>{_HTML}</body.content></body></nitf>",
    "NewsML 1.2": f"<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>{_HTML}</DataContent></ContentItem>"
    "</NewsComponent></NewsItem></NewsML>",
    "IPTC 7901": "\x01eca062 4 i 211   dpa 061\r\n\nSyria/\r\n\x02Hama =\r\n\n"
    + "\r\n\n".join(map(_wrapped, _TEXTS))
    + "\r\n\n\x03051137 GMT Dez 24\r\n\x04",
    "JSON Feed": json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": [{"id": "1", "content_html": _HTML}]}
    ),
    "JSON": json.dumps({"title": "Hama", "text": "\n\n".join(_TEXTS)}),
    "RSS": "<rss version='2.0'><channel><item><title>Hama</title><description><![CDATA["
    f"{_HTML}]]></description></item></channel></rss>",
    "e-mail": "From: a@example.org\nTo: b@example.org\nSubject: Hama\nMIME-Version: 1.0\n\n" + "\n\n".join(_TEXTS),
}


def main() -> None:
    for name, text in FILES.items():
        raw = RawArticle(ArticleId("a", "a"), text.encode(), "h", _NOW, _NOW)
        assert isinstance(read_all(raw, default_language="en")[0].outcome, Article), name
        start, times = time.process_time(), 0
        while time.process_time() - start < 2:
            read_all(raw, default_language="en")
            times += 1
        seconds = time.process_time() - start
        print(f"{name:<12} {times / seconds:7.0f} articles/s  {times * len(raw.content) / seconds / 1e6:6.1f} MB/s")


if __name__ == "__main__":
    main()
