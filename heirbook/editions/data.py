"""The snapshot that an edition carries: the stored files without what ties them to a workspace."""

from collections.abc import Mapping

from heirbook.inventory.canonical import DIGEST_KEY, Plain, canonical, digest, source_document
from heirbook.inventory.snapshot import Snapshot
from heirbook.redaction.scrub import scrub_plain

_KEY_ID = "fingerprint_key_id"


def edition_data(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the snapshot's files by path below `data/`, each with a digest made anew.

    Keyed fingerprints of values stay at home: a finder of the book could compare them.
    """
    files = {}
    for source_id, source in sorted(snapshot.sources.items()):
        document = _cleared(source_document(source))
        files[f"{source_id}.json"] = canonical({**document, DIGEST_KEY: digest(document)})
    return files


def _cleared(document: Mapping[str, Plain]) -> dict[str, Plain]:
    return {key: _without_forms(value) for key, value in document.items() if key != _KEY_ID}


def _without_forms(value: Plain) -> Plain:
    match value:
        case str():
            return scrub_plain(value)
        case list():
            return [_without_forms(item) for item in value]
        case dict():
            return {key: _without_forms(item) for key, item in value.items()}
        case _:
            return value
