"""Sizes of local file systems, asked one at a time."""

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.storage import FileSystems, FileSystemUse

SECTION = Section(
    title=N_("File systems"),
    command="df -Pk MOUNT; df -Pi MOUNT",
    needs=("df",),
    order=60,
    timeout_s=5,
    # Network file systems are never asked: a dead one hangs statfs in D state, beyond any SIGKILL.
    script=r"""
LOCALFS='^(bcachefs|btrfs|exfat|ext[234]|f2fs|fuseblk|hfsplus|iso9660|jfs|msdos|nilfs2|ntfs|ntfs3'
LOCALFS="$LOCALFS"'|reiserfs|udf|ufs|vfat|xfs|zfs)$'
s_df(){
  awk -v localfs="$LOCALFS" '
    ($3 ~ localfs || $2 == "/" && $3 ~ /^(overlay|tmpfs)$/) && !seen[$1]++ { print $2 }
    ' /proc/self/mounts |
  { n=0; while IFS= read -r m; do
    n=$((n + 1)); [ $n -le 50 ] || { gap unread "$m"; break; }
    d=$(printf '%b' "$(printf '%s' "$m" | sed 's/\\\([0-7][0-7][0-7]\)/\\0\1/g')")
    for k in k i; do
      o=$(run "$L" df -P$k "$d" 2>/dev/null)
      case $? in 124|137|143) gap unread "$m"; break ;; esac
      printf '%s\n' "$o" | m=$m awk -v k=$k 'NR == 2 { for (i = 4; i < NF; i++)
        if ($i ~ /^([0-9]+%|-)$/) {
          print k "\t" ENVIRON["m"] "\t" $(i - 3) "\t" $(i - 2) "\t" $(i - 1); exit } }'
    done
  done; }; }
sec df s_df
""",
)


def parse(answer: Answer) -> FileSystems:
    """Return sizes in KiB and numbers of inodes by mount point.

    Sample: `k	/	4046560	692676	3127788`. A file system without inodes says 0 or `-`.

    Raises:
        ParseError: at a line that has not five fields.

    Source: POSIX df -P; coreutils 9.1 and busybox 1.35.
    """
    found: dict[str, dict[str, int | None]] = {}
    lines = Lines(answer.text)
    for line in lines:
        match line.split("\t"):
            case ["k", target, size, used, free]:
                values = {"size_kib": size, "used_kib": used, "free_kib": free}
            case ["i", target, total, _, free]:
                values = {"inodes": total, "inodes_free": free} if whole_number(total) else {}
            case _:
                lines.refuse()
                continue
        found.setdefault(target, {}).update({k: whole_number(v) for k, v in values.items()})
    uses = (
        FileSystemUse.model_validate({"target": target, **found[target]})
        for target in sorted(found)
    )
    return lines.whole(FileSystems(file_systems=tuple(uses)))
