"""Keeping secret values out: scrubbing, keyed fingerprints, the denylist and the last gate.

Nothing here knows a server, a page or a command; the gate is imported by its full name, since it
loads a second scanner.
"""

from heirbook.redaction.scrub import scrub, scrub_plain

__all__ = ["scrub", "scrub_plain"]
