"""Which story an article belongs to. For now a story is an article with its copies; see `copies`."""

from monitor.stories.copies import Membership, place
from monitor.stories.fingerprints import fingerprint
from monitor.stories.headlines import compatible

__all__ = ["Membership", "compatible", "fingerprint", "place"]
