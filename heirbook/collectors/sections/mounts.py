"""Mounted file systems, network ones included; none of them is touched."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.storage import Mount, Mounts

SECTION = Section(
    title=N_("Mounts"),
    command="cat /proc/self/mounts",
    order=11,
    timeout_s=5,
    # The root is always listed: it is an overlay or tmpfs on a diskless server.
    script=r"""
PSEUDO='^(autofs|binfmt_misc|bpf|cgroup|cgroup2|configfs|debugfs|devpts|devtmpfs|efivarfs|fusectl|hugetlbfs|mqueue'
PSEUDO="$PSEUDO"'|nsfs|overlay|proc|pstore|ramfs|rootfs|rpc_pipefs|securityfs|squashfs|sysfs|tmpfs|tracefs)$'
s_mounts(){ awk -v pseudo="$PSEUDO" '
  ($2 == "/" && $3 != "rootfs" || $3 !~ pseudo) && !seen[$1 " " $2]++ {
    if (++n > 500) exit 9
    if ($1 ~ /^[a-zA-Z0-9+.-]+:\/\//) sub(/:\/\/[^\/]*@/, "://", $1)
    else if ($1 !~ /^\//) sub(/^[^\/]*@/, "", $1)
    split($4, o, ","); print $1 "\t" $2 "\t" $3 "\t" o[1] }' /proc/self/mounts
  r=$?; [ $r != 9 ] || { gap unread /proc/self/mounts; r=0; }; return $r; }
sec mounts s_mounts
""",
)

_READ_ONLY = "ro"


def parse(answer: Answer) -> Mounts:
    r"""Return the mounts; a space in a path stays `\040`, as the kernel writes it.

    Sample: `/dev/vda	/	ext4	rw`.

    Raises:
        ParseError: at a line that has not four fields.

    Source: proc_pid_mounts(5).
    """
    mounts = {}
    lines = Lines(answer.text)
    for line in lines:
        match line.split("\t"):
            case [source, target, type_, mode]:
                mount = Mount(
                    source=source, target=target, type=type_, read_only=mode == _READ_ONLY
                )
                mounts[mount.identity()] = mount
            case _:
                lines.refuse()
    return lines.whole(Mounts(mounts=tuple(mounts[key] for key in sorted(mounts))))
