"""What headers of an answer say: where else it is, how long it stays fresh, in which letters it is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit, urlunsplit

from monitor.outgoing.pauses import retry_after
from monitor.sources.feeds.answers import Answer, Elsewhere, Failed, Gone, Reason, Unchanged

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PERMANENT = frozenset({301, 308})
_TEMPORARY = frozenset({302, 303, 307})
_BUSY = frozenset({429, 503})
_LONGEST_URL = 4_000


def without_body(status: int, headers: Mapping[str, str], asked: str, now: datetime) -> Answer | None:
    """What an answer means whose content is of no interest; None for one whose content is the document."""
    if status == 304:
        return Unchanged(max_age(headers))
    if status in _PERMANENT | _TEMPORARY:
        return _elsewhere(headers.get("Location", ""), asked, permanent=status in _PERMANENT)
    if status == 410:
        return Gone()
    if 200 <= status < 300:
        return None
    seconds = retry_after(headers.get("Retry-After"), now)
    pause = None if seconds is None else timedelta(seconds=seconds)
    return Failed(_reason(status), f"the server answered {status}", pause)


def _reason(status: int) -> Reason:
    if status in _BUSY:
        return Reason.BUSY
    if status == 404:
        return Reason.NOT_FOUND
    return Reason.SERVER_ERROR if status >= 500 else Reason.REFUSED


def _elsewhere(location: str, asked: str, *, permanent: bool) -> Answer:
    try:
        url = address(urljoin(asked, location.strip())) if location.strip() else None
    except ValueError:
        url = None
    if url is None:
        return Failed(Reason.REDIRECTS, f"it leads to no web address: `{location[:200]}`")
    return Elsewhere(url, permanent)


def address(written: str) -> str | None:
    """A web address as it is asked for: http or https, with a host, without fragment; None for what is none."""
    try:
        parts = urlsplit(written.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(written) > _LONGEST_URL:
        return None
    if any(letter.isspace() or not letter.isprintable() for letter in written.strip()):
        return None
    return urlunsplit(parts._replace(path=parts.path or "/", fragment=""))


def host(url: str) -> str:
    """Who is asked: the name of the host, whatever the port and protocol."""
    return (urlsplit(url).hostname or "").rstrip(".")


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer stays fresh; None where nothing is said."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return timedelta(seconds=int(found[1])) if found else None


def in_declared_letters(content: bytes, content_type: str) -> bytes:
    """The document so that it can be read without its headers: what only they tell of its encoding is applied, unless
    the document says otherwise itself."""
    charset = _CHARSET.search(content_type)
    if charset is None or content.startswith(_MARKS) or _DECLARED.search(content[:1_000]) or _is_utf8(content):
        return content
    try:
        return content.decode(charset[1]).encode("utf-8", "surrogatepass")
    except (LookupError, ValueError):
        return content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
