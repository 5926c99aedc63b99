"""Scripts that units and cron lines start, as the server reduced them."""

from heirbook.collectors.readers.file_stat import file_stat
from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.script import LiteralSecret, Script


def script_lines(lines: Lines) -> tuple[Script, ...]:
    r"""Return the scripts with the places where a secret is written out; never a value.

    Sample: `script\t/opt/backup.sh\troot\t755 812 1795263457`, then `literal\t3\tDB_PASSWORD`.

    Source: heirbook/collectors/shell/scripts.sh.
    """
    found: dict[str, Script] = {}
    path = ""
    for line in lines:
        words = line.split("\t")
        script = _script(words) if words[0] == "script" else None
        secret = _literal(words) if words[0] == "literal" and path else None
        if script:
            path = script.path
            found.setdefault(path, script)
        elif secret:
            secrets = (*found[path].secrets, secret)
            found[path] = found[path].model_copy(update={"secrets": secrets})
        else:
            path = "" if words[0] == "script" else path
            lines.refuse()
    return tuple(found.values())


def _script(words: list[str]) -> Script | None:
    match words:
        case [_, path, owner, stat] if path.startswith("/"):
            known = file_stat(stat)
            return Script(
                path=path,
                owner=owner or None,
                mode=known.mode if known else None,
                size_bytes=known.size_bytes if known else None,
                changed_at=known.changed_at if known else None,
            )
        case _:
            return None


def _literal(words: list[str]) -> LiteralSecret | None:
    match words:
        case [_, number, name] if name and (line := whole_number(number)):
            return LiteralSecret(line=line, name=name)
        case _:
            return None
