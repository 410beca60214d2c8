"""The filters that templates may use: those of Jinja2 that cannot multiply text, and our own for news.

`docs/templates.md` lists every one.
"""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import Undefined, pass_context, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from monitor.delivery.render import digest_words, frames, words
from monitor.delivery.render.budget import MAX_TEXT, check_size, current

Parts = Iterable[Mapping[str, Any]]

# Not here, on purpose: `safe` (article text must stay escaped), and what pads or repeats without limit
# (center, format, indent, batch, slice, round, wordwrap, xmlattr, pprint).
_FROM_JINJA = (
    "abs attr capitalize count d default dictsort e escape first float groupby int items last length list lower map max"
    " min reject rejectattr reverse select selectattr sort string striptags sum title trim truncate unique upper"
    " urlencode urlize wordcount"
).split()


def allowed(builtin: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """All filters, by name."""
    return {name: builtin[name] for name in _FROM_JINJA} | _OURS


def _in_frame(phrase: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose answer depends on the reader's language or time zone. Asking for the context says so: Jinja2 would
    work out what it makes of a constant once, as it compiles, for everybody."""

    @wraps(phrase)
    def filter_(_context: Context, *given: Any, **named: Any) -> Any:
        return phrase(*given, **named)

    return pass_context(filter_)


def bounded(items: Iterable[Any]) -> Iterator[Any]:
    """Every `for` runs over this."""
    spend = current().spend
    for item in items:
        spend()
        yield item


def join(items: Iterable[Any], separator: str = "", attribute: str | None = None) -> str:
    """As in Jinja2, of at most so much text."""
    texts = [str(item[attribute] if attribute else item) for item in bounded(items)]
    if len(separator) * len(texts) > MAX_TEXT:
        raise SecurityError("`join` would make too long a text")
    return check_size(separator.join(texts))


def replace(text: str, old: str, new: str) -> str:
    """As in Jinja2, of at most so much text."""
    text, old, new = str(text), str(old), str(new)
    if not old or text.count(old) * len(new) > MAX_TEXT:
        raise SecurityError("`replace` would make too long a text")
    return text.replace(old, new)


@pass_eval_context
def marked(context: EvalContext, parts: Parts, before: str = "*", after: str = "*") -> str:
    """Parts of a text with the words that matched marked: `<mark>` in HTML, `*stars*` elsewhere."""
    if context.autoescape:
        pieces = (Markup("<mark>%s</mark>") % text if mark else escape(text) for text, mark in _runs(parts))
        return Markup("").join(pieces)
    return "".join(f"{before}{text}{after}" if mark else text for text, mark in _runs(parts))


def wrap(text: str, width: int = 72, indent: str = "") -> str:
    """Lines of at most `width`, each begun with `indent`. Words and addresses are never broken."""
    wrapper = textwrap.TextWrapper(
        width=max(20, min(width, 200)),
        initial_indent=indent[:20],
        subsequent_indent=indent[:20],
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(wrapper.fill(line) if line.strip() else "" for line in str(text).splitlines())


def underline(text: str, with_: str = "=") -> str:
    """The text with a line of the same width below it."""
    wide = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in str(text))
    return f"{text}\n{with_[:1] * min(wide, 72)}"


def slack(text: str | Parts) -> str:
    """Text, or parts with their marks, safe in Slack's mrkdwn: no `<!channel>`, no forged links."""
    return _dialect(text, lambda plain: plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), "*")


def markdown(text: str | Parts) -> str:
    """Text, or parts with their marks, safe in Markdown: no formatting, links or mentions from an article."""
    return _dialect(text, _markdown, "**")


def tojson(value: Any) -> Markup:
    """JSON, safe inside HTML and in a JSON body. An unfilled slot is null."""
    return htmlsafe_json_dumps(value, dumps=lambda plain: json.dumps(plain, default=_nothing))


def first_upper(text: str) -> str:
    """The text with a capital at its beginning, and the rest as it is."""
    return str(text)[:1].upper() + str(text)[1:]


def web_link(url: str | None) -> str:
    """The address if it is one of the web, else nothing: `javascript:` and the like never become a link."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def _runs(parts: Parts) -> Iterator[tuple[str, bool]]:
    """Texts and whether they are marked; marked words side by side become one run."""
    runs: list[tuple[str, bool]] = []
    for part in bounded(parts):
        text, mark = str(part["text"]), bool(part["mark"])
        if mark and len(runs) > 1 and runs[-1][0] == " " and runs[-2][1]:
            runs[-2:] = [(f"{runs[-2][0]} {text}", True)]
        else:
            runs.append((text, mark))
    return iter(runs)


def _dialect(text: str | Parts, escaped: Callable[[str], str], star: str) -> str:
    if isinstance(text, str):
        return escaped(text)
    return "".join(f"{star}{escaped(run)}{star}" if mark else escaped(run) for run, mark in _runs(text))


def _markdown(text: str) -> str:
    for sign in "\\*_`[]<>~|#":
        text = text.replace(sign, "\\" + sign)
    return text.replace("@", "@\u200b")


def _nothing(value: object) -> None:
    if not isinstance(value, Undefined):
        raise TypeError(f"{type(value).__name__} is no JSON value")
    bool(value)  # an unknown variable, other than an unfilled slot, says so here


_FRAMED: dict[str, Callable[..., Any]] = {
    "because": words.because,
    "clock": frames.clock,
    "copies": digest_words.copies,
    "country": frames.country,
    "dated": words.dated,
    "day": frames.day,
    "difference": words.difference,
    "digest_title": digest_words.title,
    "how_to_stop": words.how_to_stop,
    "kept_back": words.kept_back,
    "label": words.label,
    "local": frames.local,
    "news": digest_words.news,
    "notes": digest_words.notes,
    "place": digest_words.place,
    "said": words.said,
    "say": frames.say,
    "severity": words.severity,
    "slot": words.slot,
    "sources": digest_words.sources,
    "standing": words.standing,
    "stands": digest_words.stands,
    "status": words.status,
    "tail": digest_words.tail,
}
_OURS: dict[str, Callable[..., Any]] = {
    **{name: _in_frame(phrase) for name, phrase in _FRAMED.items()},
    "bounded": bounded,
    "checked": check_size,
    "file": words.file,
    "first_upper": first_upper,
    "join": join,
    "markdown": markdown,
    "marked": marked,
    "replace": replace,
    "slack": slack,
    "tojson": tojson,
    "underline": underline,
    "web_link": web_link,
    "wrap": wrap,
}
