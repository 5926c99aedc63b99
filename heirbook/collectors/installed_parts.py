"""What an account that may only collect needs on a server, besides the script itself."""

import re
from datetime import date

SCRIPT_PATH = "/usr/local/libexec/heirbook-collect"
WRAPPER_PATH = "/usr/local/libexec/heirbook-ssh"
SUDOERS_PATH = "/etc/sudoers.d/50-heirbook"
_SUDO_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_ORIGIN = re.compile(r"[A-Za-z0-9.:*?/_-]+(?:,[A-Za-z0-9.:*?/_-]+)*", re.ASCII)

WRAPPER = f"""#!/bin/sh
# {WRAPPER_PATH}, root:root 0755: the one command of the account that collects
set -eu; PATH={_SUDO_PATH}; LC_ALL=C; export PATH LC_ALL; umask 077
c=${{SSH_ORIGINAL_COMMAND-}}; n=${{c#heirbook v1 }}
case $n in "$c" | *[!0-9a-f]*) n= ;; esac
[ "${{#n}}" -eq 32 ] || {{ echo denied >&2; exit 126; }}
printf '%s\\n' "$n" | sudo -n {SCRIPT_PATH}
"""
"""Runs the script with the nonce that was asked for, and refuses every other word."""


def sudoers(user: str) -> str:
    """Return the fragment that lets the account run the script, without arguments, as root."""
    return f"""# {SUDOERS_PATH}, root:root 0440, checked with: visudo -cf {SUDOERS_PATH}
Defaults:{user} !requiretty, env_reset, !setenv, use_pty, secure_path="{_SUDO_PATH}"
{user} ALL=(root) NOPASSWD: {SCRIPT_PATH} ""
"""


def authorized_key(public_key: str, day: date, origin: str | None = None) -> str:
    """Return the line of authorized_keys by which the key can ask for the script only.

    `origin` are the addresses it may come from, with commas between them.

    Raises:
        ValueError: when the origin holds more than addresses and names.
    """
    options = ["restrict", f'command="{WRAPPER_PATH}"']
    if origin is not None:
        if not _ORIGIN.fullmatch(origin):
            message = f"'{origin}' is no list of addresses"
            raise ValueError(message)
        options.append(f'from="{origin}"')
    return f"{','.join(options)} {public_key} heirbook {day:%Y-%m}\n"
