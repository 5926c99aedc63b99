"""Keys as they are really sent: each row of what is accepted, refused, damaged or not known."""

import base64
import itertools
import json
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.readers.public_keys import public_key
from heirbook.inventory.people import PeopleFile
from heirbook.onboarding.key_blob import Verdict
from heirbook.onboarding.key_text import LONGEST_INPUT
from heirbook.onboarding.people_fragment import people_fragment
from heirbook.onboarding.public_key import Judged, Known, Policy, judge
from heirbook.onboarding.replies import REFUSED, REPLIES, USABLE
from tests.onboarding.keys import Pair, keygen, make_pair, putty_pair

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOdXnqEycjgyE9Ed4D5JH6qqYIA1iga8JQH8Cc30GGGn"
LINE = f"{KEY} jonas@desktop"
BLOB = KEY.split()[1]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("pair"), "ed25519")


def check(sent: str | bytes, policy: Policy | None = None, known: Known | None = None) -> Judged:
    data = sent.encode() if isinstance(sent, str) else sent
    return judge(data, policy or Policy(), known or Known())


def wrapped(text: str, width: int, end: str = "\n") -> str:
    return end.join(text[at : at + width] for at in range(0, len(text), width))


FORMS: dict[str, Callable[[str], str | bytes]] = {
    "as it is": lambda line: line,
    "without comment": lambda line: " ".join(line.split()[:2]),
    "a comment with spaces": lambda line: f"{line} of the blue laptop",
    "CRLF": lambda line: f"{line}\r\n",
    "CR": lambda line: f"{line}\r",
    "byte order mark": lambda line: b"\xef\xbb\xbf" + line.encode(),
    "UTF-16 of PowerShell": lambda line: f"{line}\r\n".encode("utf-16"),
    "UTF-16 big": lambda line: b"\xfe\xff" + line.encode("utf-16-be"),
    "UTF-16 without mark": lambda line: line.encode("utf-16-le"),
    "UTF-16 big without mark": lambda line: line.encode("utf-16-be"),
    "quoted in a mail": lambda line: f"Labas,\n> > {line}\n> Jonas\n",
    "within a sentence": lambda line: f"Here from me: {line}\nBest wishes, Jonas",
    "broken over lines": lambda line: f"ssh-ed25519\n{wrapped(line.split()[1], 20)} jonas",
    "broken and quoted": lambda line: "> ssh-ed25519\n> " + wrapped(line.split()[1], 30, "\n> "),
    "no-break spaces": lambda line: line.replace(" ", "\u00a0"),
    "zero-width spaces": lambda line: line[:30] + "\u200b" + line[30:],
    "twice the same": lambda line: f"{line}\n\n{line}",
    "spaces around": lambda line: f"\n\n   \t{line}   \n\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_each_form_of_a_line_gives_one_key(pair: Pair, name: str) -> None:
    judged = check(FORMS[name](pair.line))
    assert judged.verdict == "ok"
    assert judged.key is not None
    assert judged.key.fingerprint == pair.fingerprint
    assert judged.encoded == pair.blob


@pytest.mark.parametrize("dashes", ["----", "-----", "---- {} ", "----{}"])
def test_the_block_of_rfc_4716_is_the_same_key(pair: Pair, dashes: str) -> None:
    mark = dashes.replace("{}", "").rstrip()
    block = pair.as_form("RFC4716").replace("---- ", f"{mark} ").replace(" ----", f" {mark}")
    if dashes.endswith("}"):
        block = block.replace("---- ", "----").replace(" ----", "----")
    judged = check(block.replace("\n", "\r\n"))
    assert (judged.verdict, judged.encoded) == ("ok", pair.blob)
    assert "ED25519" in judged.comment


def test_headers_of_a_block_may_go_on_over_lines(pair: Pair) -> None:
    block = (
        '---- BEGIN SSH2 PUBLIC KEY ----\nSubject: me\nComment: "a long \\\ncomment"\n'
        f"x-own: \\\n{'A' * 60}\\\nB\n{wrapped(pair.blob, 64)}\n---- END SSH2 PUBLIC KEY ----\n"
    )
    judged = check(block)
    assert (judged.verdict, judged.encoded) == ("ok", pair.blob)
    assert judged.comment == "a-long-comment"


@pytest.mark.parametrize(
    ("type_", "bits", "forms"),
    [
        ("rsa", 3072, ("RFC4716", "PKCS8", "PEM")),
        ("ecdsa", 256, ("RFC4716", "PKCS8")),
        ("ecdsa", 384, ("RFC4716", "PKCS8")),
        ("ecdsa", 521, ("RFC4716", "PKCS8")),
    ],
)
def test_every_type_and_form_has_the_fingerprint_of_ssh_keygen(
    tmp_path: Path, type_: str, bits: int, forms: tuple[str, ...]
) -> None:
    pair = make_pair(tmp_path, type_, bits)
    for text in (pair.line, *(pair.as_form(form) for form in forms)):
        judged = check(text)
        assert judged.verdict == "ok"
        assert judged.key is not None
        assert (judged.key.fingerprint, judged.key.bits) == (pair.fingerprint, bits)


@pytest.mark.parametrize("version", [2, 3])
def test_both_files_of_putty(tmp_path: Path, version: int) -> None:
    ppk, block, line = putty_pair(tmp_path, version)
    assert check(ppk.read_bytes()).verdict == "private"
    assert b"BEGIN SSH2 PUBLIC KEY" in block
    assert (check(block).verdict, check(block).key) == ("ok", check(line).key)


def security_key(type_: bytes, *fields: bytes) -> str:
    blob = b"".join(len(field).to_bytes(4, "big") + field for field in (type_, *fields))
    return f"{type_.decode()} {base64.b64encode(blob).decode()} token"


def test_keys_of_security_tokens(tmp_path: Path) -> None:
    point = base64.b64decode(BLOB)[-32:]
    assert check(security_key(b"sk-ssh-ed25519@openssh.com", point, b"ssh:")).verdict == "ok"
    curve_point = base64.b64decode(make_pair(tmp_path, "ecdsa", 256).blob)[-65:]
    name = b"sk-ecdsa-sha2-nistp256@openssh.com"
    assert check(security_key(name, b"nistp256", curve_point, b"ssh:")).verdict == "ok"
    assert check(security_key(name, b"nistp256", curve_point, b"\x1b[2J")).verdict == "damaged"


def privates(folder: Path) -> dict[str, bytes]:
    plain = make_pair(folder, "ed25519").private.read_bytes()
    pem = make_pair(folder, "rsa", 3072, name="rsa")
    keygen("-p", "-q", "-P", "", "-N", "", "-m", "PEM", "-f", str(pem.private))
    text = plain.decode()
    return {
        "openssh": plain,
        "pem": pem.private.read_bytes(),
        "utf-16": text.encode("utf-16"),
        "body alone": b"".join(plain.split(b"\n")[1:-2]),
        "broken apart": text.replace("PRIVATE", "PRI\n> VATE").encode(),
        "wide": " ".join(text).encode(),
        "zero-width": text.replace("OPENSSH", "OPEN\u200bSSH").encode(),
        "ssh2": b"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAA",
        "age": b"AGE-SECRET-KEY-1QQQQ",
        "after a public one": f"{LINE}\n{text}".encode(),
        "PuTTY's second half": b"Private-Lines: 1\nAAAAIHNlY3JldA==\n",
        "not UTF-8": b"\xff\x00\xfa" + plain,
    }


def test_a_private_key_is_refused_and_never_shown(tmp_path: Path) -> None:
    for name, data in privates(tmp_path).items():
        judged = check(data)
        assert judged == Judged("private"), name
        assert judged.line == judged.read_out == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_of_a_private_key_is_in_the_answer(before: str, after: str) -> None:
    sent = f"{before}\n-----BEGIN OPENSSH PRIVATE KEY-----\nQ0FOQVJZ\n{after}"
    assert check(sent.encode("utf-8", "replace")) == Judged("private")


ROWS: dict[str, tuple[str | bytes, Verdict]] = {
    "empty": (b"", "empty"),
    "blank": (" \r\n\t ", "empty"),
    "a password": ("correct horse battery staple", "unknown"),
    "speaks of a private key": ("I will not send my private key, which one then?", "unknown"),
    "speaks of types": ("Shall I make an ssh-ed25519 key or an ssh-rsa one?", "unknown"),
    "too large": (b"A" * (LONGEST_INPUT + 1), "too-large"),
    "a forced command": (f'command="/bin/echo hi there" {LINE}', "options"),
    "an origin": (f'from="192.0.2.1" {LINE}', "options"),
    "flags": (f"no-pty,restrict {LINE}", "options"),
    "an authority": (f"cert-authority {LINE}", "options"),
    "options in capitals": (f"No-Pty {LINE}", "options"),
    "a certificate": (f"ssh-ed25519-cert-v01@openssh.com {'AAAA' * 20} jonas", "certificate"),
    "DSA": (f"ssh-dss {'AAAA' * 20} jonas", "obsolete"),
    "SSH-1": (f"1024 65537 {'7' * 300} jonas", "obsolete"),
    "two keys": (f"{LINE}\n{KEY[:-3]}xx= other", "several"),
    "one and half of another": (f"{LINE}\n{BLOB[:32]}", "several"),
    "cut off": (LINE[:50], "damaged"),
    "cut off by a letter": (KEY[:-1], "damaged"),
    "bytes after it": (KEY + "AAAA", "damaged"),
    "another type outside": (LINE.replace("ssh-ed25519 ", "ssh-rsa "), "damaged"),
    "no type": (BLOB, "damaged"),
    "a broken type": (LINE.replace("ssh-", "sh-"), "damaged"),
    "control characters": (f"{KEY} jonas\x1b[2Jx", "damaged"),
    "a block without its end": (f"---- BEGIN SSH2 PUBLIC KEY ----\n{BLOB}", "damaged"),
    "a block with a hole": (
        f"---- BEGIN SSH2 PUBLIC KEY ----\n{BLOB[:40]}\n---- END SSH2 PUBLIC KEY ----", "damaged"),
    "PEM with a hole": ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "damaged"),
    "no point of the curve": (
        f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAI{'A' * 41}", "damaged"),
    "even exponent": (security_key(b"ssh-rsa", b"\x04", b"\x00" + b"\xff" * 400), "damaged"),
    "padded number": (security_key(b"ssh-rsa", b"\x00\x03", b"\x00" + b"\xff" * 400), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_what_is_no_usable_key_has_its_verdict(name: str) -> None:
    sent, verdict = ROWS[name]
    assert check(sent) == Judged(verdict)


def test_short_rsa_keys_are_weak_and_no_policy_allows_less(tmp_path: Path) -> None:
    short = make_pair(tmp_path, "rsa", 2048)
    assert check(short.line).verdict == "weak"
    assert check(short.line, Policy(min_rsa_bits=2048)).verdict == "ok"
    shortest = make_pair(tmp_path, "rsa", 1024, name="shortest")
    assert check(shortest.line, Policy(min_rsa_bits=1000)).verdict == "weak"


def test_known_and_burnt_keys() -> None:
    print_ = public_key(*KEY.split()).fingerprint
    known = check(LINE, known=Known({print_: "jonas"}, {print_: ("upe/jonas",)}))
    assert (known.verdict, known.holder, known.seen_on) == ("ok-known", "jonas", ("upe/jonas",))
    burnt = check(LINE, known=Known({print_: "jonas"}, burnt=frozenset({print_})))
    assert (burnt.verdict, burnt.line) == ("burnt", "ssh-ed25519")


@pytest.mark.parametrize(
    ("comment", "person", "expected"),
    [
        ("jonas@desktop", "jonas", "jonas@desktop-2026"),
        ("jonas@desktop-2024", "jonas", "jonas@desktop-2026"),
        ("", "jonas", "jonas@computer-2026"),
        ("Jonas from the «office»; rm -rf", "", "Jonas-from-the-office-rm--rf"),
        ("x" * 90, "", "x" * 64),
        ("", "", ""),
    ],
)
def test_the_comment_says_whose_key_it_is(comment: str, person: str, expected: str) -> None:
    judged = check(f"{KEY} {comment}", Policy(person=person, year=2026))
    assert judged.comment == expected


def test_the_fragment_is_what_people_yml_takes() -> None:
    judged = check(LINE, Policy(person="jonas", year=2026))
    fragment = people_fragment(judged, "jonas", date(2026, 11, 20))
    assert fragment.splitlines()[2] == f'      - key: "{KEY} jonas@desktop-2026"'
    people = PeopleFile.model_validate(
        {"people": {"jonas": {"name": "Jonas", "ssh_keys": [{"key": judged.line}]}}}
    )
    declared = people.people["jonas"].ssh_keys[0]
    assert declared.fingerprint == public_key(*KEY.split()).fingerprint


def test_the_fingerprint_reads_in_groups_of_four() -> None:
    judged = check(LINE)
    assert judged.key is not None
    assert {len(group) for group in judged.read_out.split()} == {4, 3}
    assert "SHA256:" + judged.read_out.replace(" ", "") == judged.key.fingerprint


def mutations(line: str) -> list[str]:
    """Return all texts that one small accident makes of a line."""
    alphabet = f"{string.ascii_letters}{string.digits}+/=-. \t\n\r\x00\x07é\u200b>\"',;:@#"
    found = []
    for at in range(len(line)):
        found += [
            line[:at],
            line[at:],
            line[:at] + line[at + 1 :],
            line[:at] + line[at] + line[at:],
        ]
        found += [line[:at] + letter + line[at:] for letter in alphabet]
        found += [line[:at] + letter + line[at + 1 :] for letter in alphabet]
        found += [line[:at] + line[at + 1 : at + 2] + line[at] + line[at + 2 :]]
    found += [line[:a] + line[b:] for a, b in itertools.combinations(range(0, len(line), 2), 2)]
    found += [line[a:b] + line for a, b in itertools.combinations(range(0, len(line), 2), 2)]
    found += [line.swapcase(), line.upper(), line.lower(), line[::-1], line + line]
    return found


def test_ten_thousand_accidents_never_give_another_key_that_was_not_sent() -> None:
    sent = mutations(LINE)
    assert len(sent) > 10_000
    judged = {text: check(text) for text in sent}
    other = {
        text: one.encoded
        for text, one in judged.items()
        if one.verdict in USABLE and one.encoded != BLOB
    }
    # a letter in the place of another makes another whole key, which no program can tell from the
    # right one: that is why fingerprints are read out; no other accident may make one
    assert not [text for text, encoded in other.items() if encoded not in text]
    assert {len(text) for text in other} <= {len(LINE)}
    assert {one.verdict for one in judged.values()} == {
        "ok", "damaged", "unknown", "empty",
    }  # fmt: skip


@given(st.binary(max_size=300))
def test_no_input_breaks_the_judge_or_is_kept(data: bytes) -> None:
    judged = check(data)
    assert judged.verdict in REPLIES
    assert judged.verdict in USABLE or judged.key is None


@given(st.integers(11 + 8, 11 + 8 + 31), st.integers(1, 255))
def test_a_changed_byte_changes_the_fingerprint_or_is_no_key(at: int, by: int) -> None:
    raw = bytearray(base64.b64decode(BLOB))
    raw[at] ^= by
    judged = check(f"ssh-ed25519 {base64.b64encode(bytes(raw)).decode()} jonas")
    if judged.verdict == "ok":
        assert judged.key is not None
        assert judged.key.fingerprint != public_key(*KEY.split()).fingerprint
    else:
        assert judged == Judged("damaged")


def test_every_verdict_has_its_answer() -> None:
    assert set(REPLIES) > REFUSED | USABLE
    assert json.dumps(dict(REPLIES))
