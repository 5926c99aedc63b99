"""What the server's own words make of configurations: kept, reduced, or cut."""

import subprocess
from pathlib import Path

import pytest

from heirbook.collectors.script import shell_text
from tests.collectors.framed import SHELLS
from tests.real_parts import need

CUT = (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted"
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)
PLACES = {
    "/srv/backup@home": "/srv/backup@home",
    "~/river": "~/river",
    "ssh://rasa:pw@nas.example.org:22/./river": "ssh://nas.example.org:22/./river",
    "ssh://[2001:db8::1]:22/x": "ssh://[2001:db8::1]:22/x",
    "rasa@nas.example.org:river": "nas.example.org:river",
    "sftp:rasa@nas.example.org:/srv/restic": "sftp:nas.example.org:/srv/restic",
    "rest:https://rasa:pw@nas.example.org:8000/r/": "rest:https://nas.example.org:8000/r/",
    "s3:https://s3.example.org/river?key=pw": "s3:https://s3.example.org/river",
    "s3:s3.example.org/river": "s3:s3.example.org/river",
    "b2:river:photos": "b2:river:photos",
    "rclone:far:river": "rclone:far:river",
    "file:///srv/river": "file:///srv/river",
    "relative/river": "relative/river",
    "https://rasa:p/w@nas.example.org/x": CUT,
    "https://rasa:p#w@nas.example.org/x": CUT,
    "https://rasa:p?w@nas.example.org/x": CUT,
    "https://nas.example.org:pw/x": CUT,
    "https://nas.example.org/rasa@home": CUT,
    "rclone::sftp,pass=pw:river": CUT,
    "ssh://$NAS/river": CUT,
    "`pw`": CUT,
    "x" * 256: CUT,
}
"""Location, and what of it may leave."""
BORGMATIC = {
    "flat, with labels": (
        ("source_directories:\n- /etc   # all\n- '/srv/a b'\n"
        "repositories:\n    - path: /r\n      label: near\n    - label: far\n      path: h:r\n"
        "keep_daily: 7\nkeep_within: 2d # days\n"),
        ["source\t/etc", "source\t/srv/a b", "repository", "where\t/r", "label\tnear",
         "repository", "label\tfar", "where\th:r", "keep\tkeep_daily\t7", "keep\tkeep_within\t2d"],
    ),
    "below headings": (
        ("location:\n    source_directories:\n        - /etc\n    repositories:\n        - /r\n"
        "    one_file_system: true\nretention:\n    keep_weekly: 4\n"),
        ["source\t/etc", "repository", "where\t/r", "keep\tkeep_weekly\t4"],
    ),
    "in a row": (
        ("source_directories: [/etc, /srv] # both\nrepositories: [/r]\n"
        "patterns:\n  - R /home\n  - '- /home/pw'\n"),
        ["source\t/etc", "source\t/srv", "repository", "where\t/r", "source\t/home"],
    ),
    "a row over lines": ("source_directories: [/etc,\n  /pw]\nkeep_daily: 7\n",
                         [f"source\t{CUT}", "keep\tkeep_daily\t7"]),
    "an object in a row": (
        "repositories:\n  - {path: /r, label: near}\n  - {path: '/r', key: pw}\n",
        ["repository", "where\t/r", "label\tnear", "repository", f"where\t{CUT}"],
    ),
    "texts of several lines are no keys": (
        ("before_backup:\n  - |\n    source_directories:\n      - /pw\n"
        "after_backup:\n  - echo 'x\n    repositories:\n      - /pw'\n"
        "ON_ERROR: >\n  source_directories:\n    - /pw\n"
        'encryption_passphrase: "x\n  source_directories:\n   - /pw"\nkeep_daily: 7\n'),
        ["passphrase\t/c.yaml", "keep\tkeep_daily\t7"],
    ),
    "where the passphrase lies": (
        "encryption_passcommand: cat /root/pass\n", ["passphrase\t/root/pass"],
    ),
    "a command for the passphrase": ("encryption_passcommand: secret-tool pw\n", []),
    "databases": (
        ("postgresql_databases:\n  - name: shop\n    password: pw\n  - hostname: h\n"
        "    name: all\n    options: --pw\nmysql_databases:\n  - name: two words\n"),
        ["database\tpostgresql/shop", "database\tpostgresql/all", f"database\tmysql/{CUT}"],
    ),
    "an included file": ("<<: !include /etc/common.yaml\n", ["include"]),
}  # fmt: skip
"""Text of a configuration, and the lines that may leave."""


def printed(shell: str, words: str, text: str, *files: str) -> list[str]:
    """Return what a shell prints that knows the words of backups."""
    need("dash", "busybox")
    given = "L=1 S= T= TAB='\t'\n" + "".join(shell_text(name) for name in files) + words
    done = subprocess.run(
        [*SHELLS[shell], "-c", given], input=text, capture_output=True, text=True, check=True,
        timeout=60, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "FILE": "/c.yaml"},
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_of_a_location_no_user_password_or_query_leaves(shell: str) -> None:
    awk = """awk "$BACKUP_PLACE"'{ print place($0) }'"""
    found = printed(shell, awk, "\n".join(PLACES) + "\n", "backups.sh")
    assert dict(zip(PLACES, found, strict=True)) == PLACES


@pytest.mark.parametrize("name", BORGMATIC)
@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_of_a_configuration_only_listed_keys_leave(shell: str, name: str) -> None:
    text, expected = BORGMATIC[name]
    awk = 'awk "$BACKUP_PLACE$BORGMATIC_AWK"'
    assert printed(shell, awk, text, "backups.sh") == expected


@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_of_a_dotenv_file_only_names_leave(shell: str) -> None:
    text = (
        'A=pw\nexport B = \'pw\'\r\nC: pw\n# D=pw\nlower=pw\nE="pw\nF=pw \\" more\nG=pw"\n'
        "H='pw\nI=pw'\nJ=\"pw\" # K=pw\npw\nL=it's\nM=1\n"
    )
    found = printed(shell, 'awk "$DOTENV"', text, "compose_files.sh")
    names = [line.rpartition("\t")[2] for line in found if line.startswith("name")]
    assert names == ["A", "B", "C", "E", "H", "J", "L", "M"]
    assert len([line for line in found if line.startswith("other")]) == 2


@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_a_file_behind_a_closed_folder_is_not_called_missing(shell: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    words = f"compose_unseen {tmp_path}/no/such/file; echo; compose_unseen {tmp_path}/file/x"
    assert printed(shell, words, "", "compose_files.sh") == ["missing", "denied"]
