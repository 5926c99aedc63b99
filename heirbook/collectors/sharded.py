"""One shard of a collection: its part is asked, and what was seen is kept apart for the merge."""

from collections.abc import Mapping
from pathlib import Path

from heirbook.collectors.plan import Wanted
from heirbook.collectors.publishing import Published, new_run_id, seen
from heirbook.collectors.shard import SCHEMA, Shard, ShardFile, declared_digest, shard_files
from heirbook.collectors.work import Collection, Work
from heirbook.folder import output_errors
from heirbook.publish import output_staging


def kept_apart(work: Work, chosen: Wanted, shard: Shard) -> Collection:
    """Return what came of the shard's part after its answers were kept; nothing is published.

    Raises:
        HeirbookError: when the workspace, the gate or the disk refuses.
    """
    part = Wanted({one: chosen.sections[one] for one in shard.part(chosen.sections)})
    begun_at = work.around.clock()
    runs, warnings = work.ask(part, work.known(tuple(part.sections)))
    head = ShardFile(
        schema_name=SCHEMA,
        index=shard.index,
        count=shard.count,
        begun_at=begun_at,
        workspace=declared_digest(work.workspace),
        fingerprint_key_id=work.key_id,
        sources=tuple(run.source.id for run in runs),
        whole=tuple(sorted(chosen.sections)),
    )
    files = shard_files(head, seen(runs, work.key_id, new_run_id()))
    paths = _keep(work, shard.folder(work.workspace), files)
    work.record(runs)
    return Collection(runs, Published((), paths, ()), work.declared, warnings)


def _keep(work: Work, folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the shard's folder, in one rename, once the gate has looked through it."""
    with output_errors(str(folder.parent)):
        folder.parent.mkdir(0o700, exist_ok=True)
    with output_staging(folder) as staging:
        for path, content in sorted(files.items()):
            staging.write(path, content)
        return staging.publish(work.judge)
