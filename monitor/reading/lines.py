"""What a line that is no prose is: byline, caption, credit, summary label, headline, heading."""

from __future__ import annotations

import re

from monitor.reading import datelines
from monitor.reading.agencies import are_agencies

_NAME = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|(?:al|bin|da|de|del|der|di|el|la|le|van|von)\b)"
_BYLINE = re.compile(
    r"(?:By|BY|Par|PAR|Von|VON|Por|POR|Di|Автор:?|Written by|Text:|Words by|بقلم:?)\s+"
    rf"(?P<names>{_NAME}(?:[ ]{_NAME}){{0,5}})"
    rf"(?P<more>(?:,|[ ]and|[ ]et|[ ]und|[ ]y|[ ]&|[ ]with|[ ]in|[ ]à|[ ]|/|[ ]\|)[ ].{{1,120}})?\Z"
)
_CAPTION = re.compile(
    r"(?:FILE PHOTO|FILE PIC(?:TURE)?|FILE|Photos?|Images?|Pictures?|Picture credit|Caption|"
    r"Image (?:source|caption|credit)|Foto|Bild|Imagen|Légende|Фото|صورة)\s*(?::|\s[-–—]\s)\s*\S",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?:©|\(c\)\s+(?:\d{4}|[^\W\d_]+\s+\d{4})|Copyright\s+(?:©|\(c\)|\d{4}|by\b)|All rights reserved|Our Standards:|"
    r"With inputs? from\s+[^.]{2,60}\.?\Z)",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\(?(?:(?:Additional |Further )?(?:Reporting|Writing|Editing|Compiled|Translated)(?: and \w+)?(?: for \w+)? by|"
    r"(?:Reportage|Édité|Bearbeitet|Редактор|Editado|Información|Reporte|Escrito) (?:de|par|von|por))\b",
    re.IGNORECASE,
)
_MADE_BY_SEVERAL = re.compile(r";\s|[.,]\s*(?:Editing|Writing|Édité) (?:by|par)\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:Sources?|Quellen?|Fuentes?|Fonti?|Источники?|المصدر|来源)\s*[:：]\s*(?P<source>\S.{0,78})\Z")
_DESK = re.compile(r"(?:[\w.]{1,6}/)*[\w.]{1,6}\s+\((?P<agencies>[^()]{2,100})\)\Z")
_ENDS = re.compile(r"\(?(?:ends|ENDS|Ends)\)?|[a-z]{2,4}(?:/[a-z]{2,4}){1,5}")
_DESKS = re.compile(r"(?:[a-z]{2,4}|[A-Z]{2,4})(?: (?:[a-z]{2,4}|[A-Z]{2,4})){0,2}")
_AROUND = "() ./"
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{4}\s*)?(?P<holder>[^\d.,]{2,40}?)[\s.,\d]*\Z", re.IGNORECASE
)
_SUMMARY = re.compile(
    r"(?P<label>In short|Key (?:points?|facts|takeaways)|Main points|Summary|Highlights|At a glance|The essentials?|"
    r"What (?:we|you need to) know|Need to know|TL;DR|En bref|"
    r"L['’]essentiel|Résumé|Points clés|Auf einen Blick|Kurz gefasst|Das Wichtigste(?: in Kürze)?|Zusammenfassung|"
    r"En resumen|Resumen|Claves|Puntos clave|Lo esencial|In sintesi|Коротко|Главное|Кратко|باختصار|摘要)\s*"
    r"(?:[:：]\s*(?P<rest>\S.*)?)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_UNFINISHED = re.compile(r"""(?:[.:;,،。：；，।۔]|(?<![.])\.\.)["'”’»)\]]*\Z""")
_ACRONYM_AT_END = re.compile(r"(?:[^\W\d_]\.){2,}\Z")
_PROSE_END = re.compile(r"""[.!?…:。！？؟।۔]\s?["'”’»)\]]*\Z""")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.!?]['\"”’]? [^\W\d_]\w.*[^\W\d_]{3,}[.!?] ")
_LONGEST_HEADLINE = 200
_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 16
_MOST_QUESTION_WORDS = 8
_LONGEST_BYLINE = 160
_PROSE_LENGTH = 120


def is_byline(text: str) -> bool:
    """`By Jane Doe and John Roe in Beirut`; a sentence that starts with By is none."""
    return len(text) <= _LONGEST_BYLINE and not text.endswith((".", "!", "?")) and bool(_BYLINE.match(text))


def is_caption(text: str) -> bool:
    return bool(_CAPTION.match(text))


def is_credit(text: str) -> bool:
    """Who reported, wrote, edited or owns it: `Reuters/AP/AFP`, `© AFP 2024`, `(Reporting by …)`, `mm/sms (dpa)`."""
    desk = _DESK.match(text)
    return bool(
        is_agency_line(text)
        or _is_sign_off(text)
        or _OWNED.match(text)
        or _SOURCE.match(text)
        or (_MADE.match(text) and _is_no_prose(text))
        or (desk and are_agencies(desk[1]))
    )


def is_agency_line(text: str) -> bool:
    """A line that names agencies and nothing else."""
    return are_agencies(text.strip(_AROUND))


def _is_sign_off(text: str) -> bool:
    """How agencies end a report: `ends`, `hh/ph/ts`, `AAP rtv ar`."""
    if _ENDS.fullmatch(text):
        return True
    agency, _, desks = text.partition(" ")
    return bool(_DESKS.fullmatch(desks)) and agency.isupper() and are_agencies(agency)


def _is_no_prose(text: str) -> bool:
    """`Reporting by Jane Doe; Editing by John Roe.`, and not a sentence on what reporting by somebody shows."""
    return text.startswith("(") or not text.endswith((".", "!", "?")) or bool(_MADE_BY_SEVERAL.search(text))


def credited(text: str) -> str | None:
    """The source that a credit line names; None where it names only persons."""
    if is_agency_line(text):
        return text.strip(_AROUND)
    for form in (_SOURCE, _DESK, _COPYRIGHT):
        found = form.match(text)
        if found:
            return found[1].strip(" .")
    return None


def summary_label(text: str) -> tuple[str, str] | None:
    """The label of a summary ("In short:") and what stands after it on the same line; None for any other line."""
    found = _SUMMARY.match(text)
    return (
        (text[: found.start("rest")].strip(), found["rest"])
        if found and found["rest"]
        else ((text, "") if found else None)
    )


def is_prose(text: str) -> bool:
    """Whether a paragraph reads like one: it ends as a sentence does, or is long."""
    return len(text) > _PROSE_LENGTH or bool(_PROSE_END.search(text[-6:]))


def looks_like_headline(text: str) -> bool:
    """For the first line of an article: no full stop at its end, not too long, no dateline, some letters."""
    if len(text) > _LONGEST_HEADLINE or not any(map(str.isalpha, text)) or datelines.find(text):
        return False
    bare = text.rstrip("\"'”’»)] ")
    ends = _UNFINISHED.search(text[-6:]) and not _ACRONYM_AT_END.search(bare) and not bare.endswith("...")
    return not ends and not _TWO_SENTENCES.search(text)


def looks_like_heading(text: str) -> bool:
    """For a line between paragraphs: short, unfinished like a headline, starting with a capital, mostly letters."""
    if len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_HEADING_WORDS or text[0].islower():
        return False
    letters = sum(map(str.isalpha, text))
    quoted = text[0] in "\"“„«'‘" and text[-1] in "\"”“»'’"
    asked = text.endswith("?") and len(text.split()) <= _MOST_QUESTION_WORDS and not set(",:;") & set(text)
    return 2 * letters > len(text) and not quoted and (asked or not is_prose(text))
