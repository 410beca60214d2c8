"""Templates: from the text of files to checked sets, and from an alert's plain values to text.

The only importer of Jinja2. Users' files are read by the caller. Templates are data that may be wrong or careless: they
run in a sandbox with bounded steps, time and size (`sandbox`), are tried on samples before they go into service
(`templates`), and a failing one never keeps an alert from leaving (`monitor.delivery.letters`).
"""

from monitor.delivery.render.compiled import RenderFailed
from monitor.delivery.render.frames import DEFAULT_FRAME, Frame
from monitor.delivery.render.headline import Fault, check_headline, render_headline
from monitor.delivery.render.parts import Part
from monitor.delivery.render.templates import Loaded, Templates

__all__ = [
    "DEFAULT_FRAME",
    "Fault",
    "Frame",
    "Loaded",
    "Part",
    "RenderFailed",
    "Templates",
    "check_headline",
    "render_headline",
]
