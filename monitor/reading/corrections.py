"""Marks of a correction, a kill or a withdrawal, in the forms that agencies use, in a headline or a first line.

A correction replaces what was said, a withdrawal takes it back: `KILL`, `STORY WITHDRAWN`, `Please disregard …`. What
only looks like one ("Correction officers strike", "KILL SWITCH FOUND") is none: a mark stands alone, or before a sign
that parts it from the headline. A refile mends a slip of the pen and is no correction.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Mark(StrEnum):
    """What an article says of itself."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


_READ = 400  # letters of a line
_BEFORE = (
    r"[^\w<]*<?(?:(?:UPDATE \d+|\d+(?:ST|ND|RD|TH)? ?(?:LEAD|WRITETHRU|TAKE)|URGENT|ADVISORY|ATTENTION|LEAD|REFILE)"
    r"\s*[-–—:, ]\s*)*"
)
"""What may stand before a mark: the number of an update, urgency."""
_AFTER_CAPITALS = r"(?=\s*(?:[-–—:：(/,=!】>]|\Z|\d))"
_AFTER_SMALL = r"\s*(?::|\s[-–—]\s|\Z)"
_EDITORS = r"(?:EDS|Editors|EDITORS|Editor['’]s note)\b(?:.{0,40}|\s*[:;–—-].{0,160})\b"
_STORY = r"(?:story|item|report|article|dispatch|snap|alert|bulletin)s?"

_CORRECTION_CAPITALS = (
    "CORRECT(?:ED|ION|IVE|S)", "REFILE-CORRECTED", "RECTIFICATI(?:F|ON)", "ANNULE ET REMPLACE", "KORREKTUR",
    "BERICHTIGUNG", "CORRECCIÓN", "RECTIFICACIÓN", "RETTIFICA", "CORREZIONE", "ИСПРАВЛЕНИЕ", "ПОПРАВКА", "УТОЧНЕНИЕ",
    "تصحيح", "更正",
)  # fmt: skip
_CORRECTION_SMALL = (
    "Correction", "Corrected", "Corrective", "Rectificatif", "Rectification", "Korrektur", "Berichtigung",
    "Corrección", "Rectificación", "Rettifica", "Исправление", "Поправка",
)  # fmt: skip
_CORRECTION_WORDS = (
    r"CORRECTS\s[a-z]",
    r"\((?:[Cc]orrects|Corrige|Korrigiert|Berichtigt|Rectifie|Corrected|CORRECTED|Исправляет|Корректирует)\b",
    r"\(?This\s(?:[\w.,]+\s){0,4}(?:story|version|item|report|article)\s(?:has\sbeen\s|was\s|is\s)?correct(?:ed|s)\b",
    r"Corrects\s(?:\w+\s){0,4}(?:headline|paragraphs?|paras?|spelling|name|date|title|to|in|story|number)\b",
    _EDITORS + "correct",
)
_WITHDRAWAL_CAPITALS = (
    "(?:MANDATORY |BULLETIN |STORY |PHOTO )?(?:KILL(?:ED| KILL)*|RETRACT(?:ED|ION|S)|WITHDRAW(?:N|AL|S))",
    "STORY REMOVED", "ANNULATION", "ANNULÉE?", "WIDERRUF", "RÜCKZUG", "ANULACIÓN", "ANULADA", "RETRACTACIÓN",
    "ANNULLAMENTO", "АННУЛИРУЕТСЯ", "АННУЛИРОВАНО", "ОТЗЫВ", "إلغاء", "سحب", "撤稿", "作废",
)  # fmt: skip
_WITHDRAWAL_SMALL = (
    "Kill", "Retraction", "Retracted", "Withdrawn", "Withdrawal", "Story withdrawn", "Story removed", "Annulation",
    "Widerruf", "Anulación",
)  # fmt: skip
_WITHDRAWAL_WORDS = (
    _EDITORS + r"(?:kill|withdraw|withdrawn|retract|retracted|disregard)\b",
    r"(?:Please|PLEASE)\s(?:kill|KILL|disregard|DISREGARD|ignore|do\snot\suse|withdraw)\b.{0,60}\b"
    rf"(?:{_STORY}|dpa|\d)",
    rf"(?:The\s|This\s)?(?:[\w.,'’“”\"-]+\s){{0,12}}{_STORY}\b.{{0,120}}\b(?:is|has\sbeen|was)\s(?:hereby\s)?"
    r"(?:withdrawn|retracted)\b(?!\sfrom)",
    rf"[A-Z][\w.,'’-]*(?:\s[\w.,'’-]+){{0,8}}\s{_STORY}\s(?:withdrawn|retracted)\W*\Z",
)


def _form(capitals: tuple[str, ...], small: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    marks = (f"(?:{'|'.join(capitals)}){_AFTER_CAPITALS}", f"(?:{'|'.join(small)}){_AFTER_SMALL}", *words)
    return re.compile(f"{_BEFORE}(?:{'|'.join(marks)})")


_CORRECTION = _form(_CORRECTION_CAPITALS, _CORRECTION_SMALL, _CORRECTION_WORDS)
_CORRECTION_AT_END = re.compile(r"\((?:CORRECTED|CORRECTION|Corrected|Correction|Korrigiert|Corrigé)\)\W*\Z")
_CORRECTION_INSIDE = re.compile(r"\((?:[Cc]orrects|[Cc]orrecting|CORRECTS)\s(?:from|to|by|in)\b")
_WITHDRAWAL = _form(_WITHDRAWAL_CAPITALS, _WITHDRAWAL_SMALL, _WITHDRAWAL_WORDS)


def mark(line: str) -> Mark | None:
    """What a headline or a first line marks its article as; None where it marks nothing."""
    begins = line[:_READ]
    if _WITHDRAWAL.match(begins):
        return Mark.WITHDRAWAL
    if _CORRECTION.match(begins) or _CORRECTION_AT_END.search(line[-60:]) or _CORRECTION_INSIDE.search(begins):
        return Mark.CORRECTION
    return None
