"""IPTC 7901 and ANPA 1312: the control characters of teleprinters around a slug, a headline and a hard-wrapped text.

https://iptc.org/standards/iptc-7901/. SOH opens the header, STX the text, ETX the filing time, EOT ends all.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import dropwhile

from monitor.reading import datelines, markup, values
from monitor.reading.agencies import are_agencies
from monitor.reading.blocks import Block, Kind
from monitor.reading.normal import normalise
from monitor.reading.report import Report, broken
from monitor.text.months import MONTHS

_IPTC = re.compile(
    rb"[\s\x16]*\x01(?P<service>[a-z]{2,4})(?P<number>\d{2,5}) +(?P<urgency>\d) +(?P<category>\S+) +(?P<words>\d+)"
    rb"(?P<rest>[^\n\x02]{0,80})\r?\n(?P<slug>[^\x02]{0,400})\x02(?P<text>[^\x03]*)(?:\x03(?P<end>[^\x04]{0,200}))?"
)
_ANPA = re.compile(
    rb"[\s\x16]*\x01(?P<service>[a-zA-Z])(?P<number>\d{3,5})[^\n]{0,40}\n(?P<urgency>[a-z]) (?P<category>[a-z])\W"
    rb"(?P<slug>[^\n]{0,200})\n\x02(?P<text>[^\x03]*)(?:\x03(?P<end>[^\x04]{0,200}))?"
)
_FILED = re.compile(r"(\d{2})(\d{2})(\d{2})(?: GMT)? (\w{3,9}) (\d{2,4})")
_ANPA_FILED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{2}) *(\d{2})(\d{2})(GMT|EDT|EST|CDT|CST|PDT|PST)?")
_CORRECTED = re.compile(r"\b(?:CORRECTION|CORRECTS|CORRECTED|REFILE|Correction|Corrects|Corrective)\b")
_KILLED = re.compile(r"\b(?:KILL|MANDATORY KILL|WITHDRAWN|BULLETIN KILL)\b")
_URGENCIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 7, "w": 8, "z": 9}
_NOTE = re.compile(
    r"^(?:Eds:|AP Photo|With AP|For global|\(?Eds\b|An AP |EDITOR.S NOTE|"
    r"(?:AP|Associated Press) (?:\w+ )?(?:Writer|Editor))"
)
_OF_AP = re.compile(r"\bAP\b|Associated Press")
_LONGEST_TAG = 24
_FEWEST_SUMMARY = 60
_BY = re.compile(r"^(?:By|Von|Por|Par) ", re.IGNORECASE)


def is_wire(content: bytes) -> bool:
    """Whether it begins as either does."""
    return bool(_IPTC.match(content) or _ANPA.match(content))


def read(content: bytes) -> Report:
    """The article. Raises Unreadable where the header is not followed by a text."""
    iptc = _IPTC.match(content)
    found = iptc or _ANPA.match(content)
    if not found:
        raise broken("a teleprinter header without a text")
    return _iptc(found) if iptc else _anpa(found)


def _text(value: bytes | None) -> str:
    """UTF-8 where it is, else Latin-1 with the quotation marks of Windows, which is what these lines carry."""
    if not value:
        return ""
    try:
        said = value.decode("utf-8")
    except UnicodeDecodeError:
        said = value.decode("cp1252", errors="replace")
    return normalise(said.replace("\x7f", ""))


def _iptc(found: re.Match[bytes]) -> Report:
    text = _text(found["text"])
    head, equals, body = text.partition("=\n")
    if not equals:
        head, _, body = text.partition("\n\n")
    above = [line.strip() for line in head.strip(" =\n").split("\n") if line.strip()]
    title, by = _title(above)
    agency = re.match(r"dpa|afp|apa|sda|ats|efe", _text(found["rest"]).strip(" c"))
    filed = _FILED.search(_text(found["end"]))
    return Report(
        blocks=tuple(markup.of_text(re.split(r"\n# |\n\* \* \* \*", body, maxsplit=1)[0])),
        title=title,
        byline=by,
        published=_filed(filed) if filed else None,
        source=agency[0] if agency else _dateline_agency(body),
        authors=values.names([by]),
        keywords=values.names(_text(found["slug"]).strip(" /\n").split("/")),
        urgency=values.number(found["urgency"].decode()),
        name=f"{found['service'].decode()}{found['number'].decode()}",
        corrected=bool(_CORRECTED.search(" ".join(above))),
        killed=bool(_KILLED.search(" ".join(above))),
    )


def _dateline_agency(body: str) -> str | None:
    line = datelines.find(" ".join(body.split())[:300])
    return line.agency if line else None


def _title(lines: list[str]) -> tuple[str | None, str | None]:
    """Headline and byline; what stands over them says how urgent it is: `1ST LEAD`, `REFILE`, `(Achtung)`."""
    by = next((line for line in lines if _BY.match(line)), None)
    said = [line for line in lines if line != by]
    if not all(line.isupper() for line in said):
        said = list(dropwhile(_is_tag, said)) or said
    return values.text(" ".join(said)), by


def _is_tag(line: str) -> bool:
    return len(line) <= _LONGEST_TAG and (line.isupper() or (line[0], line[-1]) == ("(", ")"))


def _filed(met: re.Match[str]) -> datetime | None:
    day, hour, minute, month, year = met.groups()
    number = MONTHS.get(month.casefold())
    return (
        values.moment(f"{year if len(year) == 4 else '20' + year}-{number:02}-{day} {hour}:{minute}")
        if number
        else None
    )


def _anpa(found: re.Match[bytes]) -> Report:
    """ANPA: lines that begin with `^` are slug, headline, notes and byline, within the body headings; the body's begin
    with a tab."""
    lines = _text(found["text"]).replace("``", "“").replace("''", "”").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("^")), len(lines))
    heads = [line.strip("^<= \n") for line in lines[:start] if line.startswith("^")]
    slug, rest = heads[0] if heads else "", heads[1:]
    by = next((line for line in rest if _BY.match(line)), None)
    titles = [one for one in rest if _is_title(one) and one != by]
    blocks = [block for line in lines[start:] if (block := _anpa_block(line))]
    summary = tuple(one for one in titles[1:] if blocks and len(one) >= _FEWEST_SUMMARY)
    end = _ANPA_FILED.search(_text(found["end"]) + " " + lines[-1])
    said = " ".join((*heads, *lines[start : start + 2], _text(found["end"])))
    return Report(
        blocks=(
            *(Block(one, Kind.HEADING if blocks else Kind.BULLET) for one in titles[1:] if one not in summary),
            *blocks,
        ),
        title=next(iter(titles), None) or slug.rpartition(",")[0] or slug,
        summary=summary,
        byline=by,
        published=_anpa_filed(end) if end else None,
        source="AP" if _OF_AP.search(said) else None,
        authors=values.names([by]),
        keywords=values.names([slug.partition(",")[0]]),
        urgency=_URGENCIES.get(found["urgency"].decode()),
        name=f"{found['service'].decode()}{found['number'].decode()}",
        corrected=bool(_CORRECTED.search(" ".join(heads))),
        killed=bool(_KILLED.search(" ".join(heads))),
    )


def _anpa_block(line: str) -> Block | None:
    said = values.text(line.strip("^<= \n"))
    if not line.startswith("^"):
        return Block(said) if said else None
    return Block(said, Kind.HEADING) if said and _is_title(said) else None


def _is_title(line: str) -> bool:
    """No note to editors, agency or end mark (`AP-WF-11-13-13 0713GMT`, `___`, `END`)."""
    ends = line in ("END", "") or _ANPA_FILED.search(line)
    return not (ends or _NOTE.match(line) or are_agencies(line)) and any(map(str.isalpha, line))


def _anpa_filed(met: re.Match[str]) -> datetime | None:
    month, day, year, hour, minute, zone = met.groups()
    try:
        when = datetime(2000 + int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None
    return values.moment(f"{when:%Y-%m-%d %H:%M} {zone or 'GMT'}")
