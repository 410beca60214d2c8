"""Rules of other tools → rule files: Boolean strings (Google Alerts, Lucene, Brandwatch) and IPTC EXTRA rules. Pure.

What cannot be said in our language is refused, the operator named; what is left out because it changes no match is
told. Nothing is dropped in silence.
"""

from monitor.rules.importing.importing import FORMS, Imported, Refused, import_rules

__all__ = ["FORMS", "Imported", "Refused", "import_rules"]
