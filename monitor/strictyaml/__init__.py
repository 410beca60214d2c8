"""YAML as people write it, read strictly: words as written, positions for every value, all problems at once.

    documents = parse(text, "rules/city.yml")
    settings = validate(documents[0], MonitorSettings)

Both raise `InvalidFiles` and nothing else. No I/O: whoever calls reads the file.
"""

from monitor.strictyaml.documents import Document, Path, Plain, Position, Source
from monitor.strictyaml.english import did_you_mean
from monitor.strictyaml.parsing import parse
from monitor.strictyaml.validation import validate

__all__ = ["Document", "Path", "Plain", "Position", "Source", "did_you_mean", "parse", "validate"]
