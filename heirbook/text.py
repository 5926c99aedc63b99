"""Every escaper: foreign text made harmless for a terminal, a page, a file name, a data format."""

import hashlib
import json
import re
import shlex
import unicodedata
from collections.abc import Callable
from urllib.parse import SplitResult, quote, urlsplit

MOST_VISIBLE = 500
"""Characters of one foreign value that are shown."""
MOST_BLOCK = 64 * 1024
"""Characters of one block of code."""
MOST_URL = 2048
MOST_PORT = 65535

# --- visible -----------------------------------------------------------------------------------

_SHORT = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
# letters, marks and symbols by category that print as nothing or as a blank
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(number) for number in range(0xE0100, 0xE01F0)
}
_LATIN_1_END = 0x100


def visible(text: str) -> str:
    r"""Return the text with nothing hidden: what does not print is written as `\n` or `\u{202e}`.

    Past 500 characters the rest is counted, not shown: `… (+N)`.
    """
    if len(text) > MOST_VISIBLE:
        return f"{_shown(text[:MOST_VISIBLE])}… (+{len(text) - MOST_VISIBLE})"
    return _shown(text)


class _Table(dict[int, str]):
    """A translation table for `str.translate` that works out a character when it first meets it."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        super().__init__()
        self.translate = translate

    def __missing__(self, number: int) -> str:
        """Return what becomes of the character, and keep it if text in use has it often."""
        translated = self.translate(chr(number))
        if number < 0x2200:  # noqa: PLR2004  the alphabets and punctuation; the rest is not kept
            self[number] = translated
        return translated


def _show(letter: str) -> str:
    if letter == " " or (
        unicodedata.category(letter) not in _UNSEEN and letter not in _BLANK
    ):  # the plain space is the one separator that stays
        return letter
    number = ord(letter)
    long = f"\\u{{{number:x}}}" if number >= _LATIN_1_END else f"\\x{number:02x}"
    return _SHORT.get(letter, long)


_SHOW = _Table(_show)


def _shown(text: str) -> str:
    return text if text.isascii() and text.isprintable() else text.translate(_SHOW)


# --- Markdown ----------------------------------------------------------------------------------


class Md(str):
    """Text that is already safe Markdown; everything else is escaped before it reaches a page."""

    __slots__ = ()


def _reference(letter: str) -> str:
    keep = letter == " " or (letter.isalnum() if letter.isascii() else letter.isalpha())
    return letter if keep else f"&#{ord(letter)};"


_REFERENCES = _Table(_reference)
# Markdown gives a meaning to spaces at the edges and to two of them
_ODD_SPACE = re.compile(r" (?= )|(?<= ) |\A | \Z")


def md(text: str) -> Md:
    """Return the visible text as Markdown that prints exactly it: `a*b` becomes `a&#42;b`.

    Numeric character references are the one form that no Markdown extension interprets.
    """
    return _referenced(visible(text))


def code(value: object) -> Md:
    """Return the value as code within a line."""
    return Md(f"<code>{md(str(value))}</code>")


def block(value: object) -> Md:
    """Return the value as a block of code on one line of Markdown.

    It stands at column 0 or in a table cell. Line ends stay; nothing is cut before 64 KiB, since
    it may be a script to copy.
    """
    text = str(value)
    rest = len(text) - MOST_BLOCK
    lines = [_referenced(_shown(line)) for line in text[:MOST_BLOCK].split("\n")]
    more = _referenced(f"… (+{rest})") if rest > 0 else ""
    return Md(f"<pre><code>{'&#10;'.join(lines)}{more}</code></pre>")


def link(label: str, target: str) -> Md:
    """Return the label as a link to an address outside; only the label if that is not safe."""
    words = label if isinstance(label, Md) else md(label)
    address = url(target)
    if address is None:
        return words
    return Md(f'<a href="{_referenced(address)}" rel="noopener noreferrer">{words}</a>')


def _referenced(shown: str) -> Md:
    return Md(_ODD_SPACE.sub("&#32;", shown.translate(_REFERENCES)))


# --- addresses ---------------------------------------------------------------------------------

_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")
_PHONE = re.compile(r"\+?[0-9().-]{1,32}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,253}")
_V6 = re.compile(r"[0-9A-Fa-f:.]{2,45}")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "/:?#@!$&'()*+,;=%-._~"


def url(value: object) -> str | None:
    """Return the address, percent-encoded, if a page may link to it, else None.

    `https`, `http`, `mailto` and `tel` may; user information, hidden characters, backslashes and
    addresses that begin with `//` may not.
    """
    text = str(value)
    if len(text) > MOST_URL or _shown(text) != text or text != text.strip() or "\\" in text:
        return None
    scheme, _, rest = text.partition(":")
    match scheme.lower():
        case "https" | "http" if rest.startswith("//"):
            return _web_address(text)
        case "mailto" if _MAIL.fullmatch(rest):
            return f"mailto:{rest}"
        case "tel" if _PHONE.fullmatch(rest.replace(" ", "")):
            return f"tel:{rest.replace(' ', '')}"
        case _:
            return None


def _web_address(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        place = _place(parts)
    except ValueError:  # a port out of range, brackets without an address, a name IDNA refuses
        return None
    if place is None:
        return None
    after = text.partition("//")[2][len(parts.netloc) :]
    return f"{parts.scheme}://{place}{quote(_STRAY_PERCENT.sub('%25', after), safe=_KEPT)}"


def _place(parts: SplitResult) -> str | None:
    name = parts.hostname or ""
    if "@" in parts.netloc or (parts.port or 0) > MOST_PORT:
        return None
    if "[" in parts.netloc:
        name = f"[{name}]" if _V6.fullmatch(name) else ""
    else:
        name = name.encode("idna").decode("ascii") if not name.isascii() else name
        name = name if _NAME.fullmatch(name) else ""
    return (f"{name}:{parts.port}" if parts.port else name) or None


# --- shell -------------------------------------------------------------------------------------


def shell_word(value: str) -> str:
    """Return the value as one word of a POSIX shell: what a program receives is the value itself.

    Only for values without hidden characters; whether a value may enter a command at all is for the
    caller to say.
    """
    return shlex.quote(value)


# --- file names --------------------------------------------------------------------------------

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_USABLE = re.compile(rf"(?=.{{1,63}}\Z){_LABEL}(?:\.{_LABEL}){{0,8}}")
# device names of Windows, and what the site itself puts beside the pages
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index|404|assets|search)(?:\..*)?")
MOST_FOLDED = 48


def slug(name: str) -> str:
    """Return `name` where it can be a file name, else its plain letters and 8 hex of its hash."""
    if _USABLE.fullmatch(name) and not _TAKEN.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    folded = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_FOLDED].strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{folded or 'x'}-{digest[:8]}"


# --- data formats ------------------------------------------------------------------------------


def xml(text: str) -> str:
    """Return the visible text for a text node or an attribute of an SVG drawing.

    The same references as in Markdown: a drawing stands within a page, where Markdown reads it too.
    """
    return str(md(text))


def csv_cell(text: str) -> str:
    """Return the visible text as a cell that no spreadsheet takes for a formula; not yet quoted."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{visible(text)}" if first and first in "=+-@\t\r" else visible(text)


def prometheus_label(text: str) -> str:
    """Return the visible text for between the quotes of a label's value.

    Source: Prometheus, text exposition format 0.0.4.
    """
    return visible(text).replace("\\", r"\\").replace('"', r"\"")


_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def json_for_script(value: object) -> str:
    """Return the value as JSON for a script: nothing in it ends the script or a line."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
