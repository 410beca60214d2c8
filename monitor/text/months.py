"""The names of the months, and their short forms, as datelines write them: en, fr, de, es, it, pt, ru."""

from __future__ import annotations

_NAMES = (
    "january jan janvier janv januar jänner enero ene gennaio gen janeiro января янв",
    "february feb février févr februar febrero febbraio fevereiro fev февраля фев",
    "march mar mars märz mär marzo março марта мар",
    "april apr avril avr abril abr aprile апреля апр",
    "may mai mayo maggio maio мая",
    "june jun juin juni junio giugno giu junho июня июн",
    "july jul juillet juil juli julio luglio lug julho июля июл",
    "august aug août aout agosto ago августа авг",
    "september sept sep septembre septiembre set settembre setembro сентября сент сен",
    "october oct octobre oktober okt octubre ottobre ott outubro out октября окт",
    "november nov novembre noviembre novembro ноября нояб ноя",
    "december dec décembre déc dezember dez diciembre dic dicembre dezembro декабря дек",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
