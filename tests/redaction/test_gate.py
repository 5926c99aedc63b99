"""The last gate over a staged tree and over text for stdout."""
# ruff: noqa: RUF001  the brackets of our forms are meant

import hashlib
import html
import json
from datetime import date
from pathlib import Path

import pytest

from heirbook.errors import GateError
from heirbook.redaction import denylist, gate
from heirbook.redaction.gate import GateHit, Terms, Waiver
from heirbook.redaction.rules import matches
from heirbook.redaction.second_scanner import second_scanner
from heirbook.text import block, code, md
from tests.redaction.share_words import SHARE, WORD_LIST
from tests.redaction.test_scrub import HARMLESS, SECRETS

KEY = b"k" * 32
DAY = date(2026, 11, 20)
TERMS = Terms(KEY, DAY)
CANARY = "c4nary-V4lue"
LINE = f"DB_PASSWORD={CANARY}"
NUMBERED = "".join(f"&#{ord(letter)};" for letter in LINE)

VIEWS = {
    "page.md": md(LINE),
    "block.md": block(f"cd /srv\n{LINE}\nls"),
    "page.html": f"<p>{code(LINE)}</p>",
    "split.html": f"<p>DB_PASSWORD=<b>{CANARY}</b></p>",
    "raw.html": f"<!-- {LINE} -->",
    "attribute.html": f'<a title="{NUMBERED}">x</a>',
    "drawing.svg": f"<svg><text>{NUMBERED}</text></svg>",
    "snapshot.json": json.dumps({"a": [{"note": LINE}]}),
    "key.json": json.dumps({"password": CANARY}),
    "escaped.json": '{"note": "' + "".join(f"\\u{ord(letter):04x}" for letter in LINE) + '"}',
    "name.json": json.dumps({LINE: 1}),
    "readings.jsonl": '{"a": 1}\n' + json.dumps({"note": LINE}),
    "search/search_index.json": json.dumps({"docs": [{"text": html.escape(f"<b>{LINE}</b>")}]}),
    "search/search_index.js": "var __index = " + json.dumps({"docs": [{"text": NUMBERED}]}) + ";",
    "table.csv": f"name,value\nshop,{LINE}\n",
    "mkdocs.yml": f"extra:\n  password: {CANARY}\n",
    "no-suffix": LINE,
}


def staged(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("name", VIEWS)
def test_a_canary_is_found_in_each_kind_of_file_and_never_shown(tmp_path: Path, name: str) -> None:
    hits = gate.check(staged(tmp_path, {name: VIEWS[name]}), TERMS)
    assert hits
    assert any(hit.rule == "assign" for hit in hits)
    assert all(hit.path == name for hit in hits)
    printed = " ".join(map(str, hits)) + repr(hits)
    assert CANARY not in printed
    assert CANARY[:6] not in printed


@pytest.mark.parametrize("name", VIEWS)
def test_the_same_file_without_the_canary_passes(tmp_path: Path, name: str) -> None:
    harmless = VIEWS[name].replace(CANARY, "‹redacted›")
    for way in (lambda c: f"&#{ord(c)};", lambda c: f"\\u{ord(c):04x}"):
        harmless = harmless.replace("".join(map(way, CANARY)), "".join(map(way, "‹redacted›")))
    harmless = harmless.replace(md(CANARY), md("‹redacted›"))
    assert harmless != VIEWS[name]
    assert gate.check(staged(tmp_path, {name: harmless}), TERMS) == ()


def test_a_log_is_read_to_its_end_though_its_lines_share_their_members(tmp_path: Path) -> None:
    usual = json.dumps({"password": "", "note": "all well", "state": "ok"})
    for odd in ({"password": CANARY}, {"note": LINE}, {"state": ["ok", LINE]}, {LINE: "ok"}):
        document = json.dumps({"password": "", "note": "all well", "state": "ok"} | odd)
        log = f"{usual}\n" * 9 + f"{document}\n" + f"{usual}\n"
        hits = gate.check(staged(tmp_path, {"readings.jsonl": log}), TERMS)
        assert any(hit.place.startswith("line 10") for hit in hits), odd


def test_a_hit_says_file_line_rule_and_fingerprint(tmp_path: Path) -> None:
    hits = gate.check(staged(tmp_path, {"docs/a.txt": f"one\ntwo\n{LINE}\n"}), TERMS)
    (match,) = matches(LINE)
    assert match.kind == "assign"
    assert [str(hit) for hit in hits] == [
        f"docs/a.txt: line 3: assign ‹redacted:assign:{hits[0].fp8}›"
    ]


def test_a_hit_in_json_says_its_path_without_strange_keys(tmp_path: Path) -> None:
    document = {"servers": [{"h4x0r": {"note": LINE.replace("=", "\u003d")}}]}
    text = json.dumps(document).replace("=", "\\u003d")
    hits = gate.check(staged(tmp_path, {"a.json": text}), TERMS)
    assert {hit.place for hit in hits} == {"$.servers[0].*.note"}


def test_a_hit_deep_in_json_is_told_without_end() -> None:
    deep = "[" * 900 + json.dumps(LINE) + "]" * 900
    hits = gate.check_text("a.json", deep, TERMS)
    assert f"${'[0]' * 900}" in {hit.place for hit in hits}


def test_one_value_has_one_fingerprint_in_every_view(tmp_path: Path) -> None:
    names = ["page.md", "page.html", "split.html", "table.csv", "search/search_index.json"]
    hits = gate.check(staged(tmp_path, {name: VIEWS[name] for name in names}), TERMS)
    assert {hit.path for hit in hits} == set(names)
    assert len({hit.fp8 for hit in hits}) == 1


def test_a_line_seen_in_one_file_is_found_in_the_next(tmp_path: Path) -> None:
    files = {f"{name}.html": f"<p>same</p>\n<p>{NUMBERED}</p>\n" for name in "abc"}
    hits = gate.check(staged(tmp_path, files), TERMS)
    assert {hit.path for hit in hits} == {"a.html", "b.html", "c.html"}


def test_a_secret_in_a_file_name_is_found_and_not_shown(tmp_path: Path) -> None:
    (hit,) = gate.check(staged(tmp_path, {f"{LINE}.txt": "harmless"}), TERMS)
    assert (hit.path, hit.place) == ("‹redacted›", "file name")


def test_text_for_stdout_passes_the_same_gate() -> None:
    assert gate.check_text("findings.json", VIEWS["snapshot.json"], TERMS)
    assert gate.check_text("findings.json", '{"note": "fine"}', TERMS) == ()


def test_twenty_eight_of_thirty_secret_lines_are_found(tmp_path: Path) -> None:
    lines = [line for _, _, line in SECRETS]
    hits = gate.check(staged(tmp_path, {"a.txt": "\n".join(lines)}), TERMS)
    assert len({hit.place for hit in hits}) >= 28


def test_no_harmless_line_is_a_false_alarm(tmp_path: Path) -> None:
    staged(tmp_path, {"a.txt": "\n".join(HARMLESS), "a.md": "\n\n".join(map(md, HARMLESS))})
    assert gate.check(tmp_path, TERMS) == ()


@pytest.mark.parametrize(
    "prose",
    [
        "Password: ask Anna, she keeps it.",
        "The token: none is needed.",
        "Slaptažodis (password): paklauskite Onos.",
        "Pass `--token TOKEN` and `password=PASSWORD`.",
        "Cookie: the browser keeps it.",
        "opt_in: {secret_names: false}",
        "Authorization: nobody may log in.",
        "mysql -u root -p",
        "curl -u anna https://example.org",
        "Set `API_KEY=$API_KEY` and `DB_PASSWORD=${DB_PASSWORD}`.",
    ],
)
def test_a_page_may_speak_of_secrets(prose: str) -> None:
    assert gate.check_text("page.md", prose, TERMS) == ()


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("sk-abc01234567890123456T3BlbkFJ01234567890123456789", "openai-token"),
        ("SG." + "a1" * 11 + "." + "b2" * 21 + "c", "sendgrid-api-key"),
        ("0123456789abcdef0123456789abcdef-us12", "mailchimp-access-key"),
        ("rk_live_0123456789abcdefghijklmn", "stripe-access-key"),
        ("xoxo-12345-abcdef", "slack-token"),
        ("AKCabcdefghijkl01", "artifactory-credentials"),
        ('softlayer_api_key = "' + "a1" * 32 + '"', "softlayer-credentials"),
        ('cloudant_password = "' + "a1" * 32 + '"', "cloudant-credentials"),
        ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaws", "telegram-bot-token"),
    ],
)
def test_the_second_scanner_finds_what_our_rules_do_not_name(value: str, rule: str) -> None:
    hits = gate.check_text("page.md", f"text\nvalue {value} here\n", TERMS)
    assert rule in {hit.rule for hit in hits}


def test_a_comment_in_a_page_switches_nothing_off() -> None:
    line = "rk_live_0123456789abcdefghijklmn  # pragma: allowlist secret"
    assert gate.check_text("page.md", line, TERMS)


@pytest.mark.parametrize("separator", [" ", "\n", "</td>\n<td>", '", "'])
def test_a_share_is_found_across_cells_and_lines(separator: str) -> None:
    hits = gate.check_text("page.html", separator.join(SHARE), TERMS)
    assert "share" in {hit.rule for hit in hits}


@pytest.mark.parametrize(
    "text",
    [
        f'<td>the words</td><td title="{" ".join(SHARE[:10])}">{" ".join(SHARE[10:])}</td>',
        f'the <p title="{" ".join(SHARE)}">authentication</p>',
        f"{'the key of the house ' * 30}{' '.join(SHARE)} {'and of the garden ' * 30}",
    ],
)
def test_a_share_is_found_among_tags_and_other_words(text: str) -> None:
    hits = gate.check_text("page.html", text, TERMS)
    assert "share" in {hit.rule for hit in hits}


@pytest.mark.parametrize(
    "line",
    [
        'service_key: "q8-Vd.x"',
        "my_secret_2 = 'q8-Vd.x'",
        "private_key 'q8-Vd.x';",
        "db_pass => `q8-Vd.x`",
        '"q8-Vd.x" == my_password_now',
        "aws_key is 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzKEYa'",
        "ibm-cloud-iam-key: " + "a1B2" * 11,
        "cos_hmac_secret_access_key = " + "a1" * 24,
        "sl-token::" + "a1" * 32,
    ],
)
def test_the_second_scanner_is_asked_about_every_form_it_knows(line: str) -> None:
    text = f"words before\n{line}\nwords after"
    with second_scanner() as scanner:
        assert {index for index, _, _ in scanner.hits(text.split("\n"))} == {1}


def test_the_public_word_list_is_no_share() -> None:
    script = f"const WORDS = {json.dumps(WORD_LIST)};"
    assert gate.check_text("recover.html", script, TERMS) == ()
    assert gate.check_text("recover.html", json.dumps(WORD_LIST[:30][::-1]), TERMS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "see {} there."),
        ("a.html", "<td>{}</td>"),
        ("a.json", '{{"label": "{}"}}'),
        ("a.txt", "https://{}@example.org/?x={}&y=1"),
    ],
)
def test_a_sealed_value_is_recognised(tmp_path: Path, name: str, text: str) -> None:
    listed = denylist.add(tmp_path / "denylist", KEY, ["plainwordsealed", "a/b=c:d-e"], "mail")
    terms = Terms(KEY, DAY, denylist=listed)
    hits = gate.check_text(name, text.replace("{}", "plainwordsealed"), terms)
    assert {hit.rule for hit in hits} == {"denylist"}
    assert gate.check_text(name, text.replace("{}", "plainwordopen"), terms) == ()
    assert gate.check_text("b.txt", "a/b=c:d-e", terms)


def test_a_sealed_value_escaped_in_a_page_is_recognised(tmp_path: Path) -> None:
    listed = denylist.add(tmp_path / "denylist", KEY, ["plain_word_sealed"], "mail")
    assert gate.check_text("a.md", md("plain_word_sealed"), Terms(KEY, DAY, denylist=listed))


def waiver(hit: GateHit, expires: date = DAY) -> Waiver:
    return Waiver(hit.rule, hit.path, hit.fp8, "an invented value", "anna", expires)


def test_a_waiver_excuses_its_hit_until_it_expires() -> None:
    (hit,) = gate.check_text("a.txt", LINE, TERMS)
    yesterday = date(2026, 11, 19)
    assert gate.check_text("a.txt", LINE, Terms(KEY, DAY, (waiver(hit),))) == ()
    assert gate.check_text("a.txt", LINE, Terms(KEY, DAY, (waiver(hit, yesterday),))) == (hit,)
    assert gate.check_text("2026-11-20/lt/a.txt", LINE, Terms(KEY, DAY, (waiver(hit),))) == ()
    assert gate.check_text("b.txt", LINE, Terms(KEY, DAY, (waiver(hit),)))
    assert gate.check_text("aa.txt", LINE, Terms(KEY, DAY, (waiver(hit),)))
    assert gate.check_text("a.txt", f"{LINE}x", Terms(KEY, DAY, (waiver(hit),)))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("private-key", "-----BEGIN PRIVATE " + "KEY-----"),
        ("token", "glpat-aBcDeFgHiJkLmNoPqRsT"),
        ("share", " ".join(SHARE)),
        ("denylist", "plainwordsealed"),
    ],
)
def test_what_is_certain_cannot_be_waived(tmp_path: Path, rule: str, text: str) -> None:
    listed = denylist.add(tmp_path / "denylist", KEY, ["plainwordsealed"], "mail")
    hits = gate.check_text("a.txt", text, Terms(KEY, DAY, denylist=listed))
    excused = Terms(KEY, DAY, tuple(map(waiver, hits)), listed)
    assert rule in {hit.rule for hit in gate.check_text("a.txt", text, excused)}


def test_a_trusted_file_is_skipped_only_as_it_was_released(tmp_path: Path) -> None:
    staged(tmp_path, {"assets/theme.js": LINE})
    released = hashlib.sha256(LINE.encode()).hexdigest()
    assert gate.check(tmp_path, Terms(KEY, DAY, trusted={"assets/theme.js": released})) == ()
    (tmp_path / "assets/theme.js").write_text(f"{LINE}\n", "utf-8")
    assert gate.check(tmp_path, Terms(KEY, DAY, trusted={"assets/theme.js": released}))


def test_binary_files_pass_by_their_suffix_alone(tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\0\xff")
    assert gate.check(tmp_path, TERMS) == ()
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\0\xff")
    (hit,) = gate.check(tmp_path, TERMS)
    assert (hit.path, hit.rule) == ("image.txt", "binary")


def test_links_in_the_tree_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/file").symlink_to("/etc/hostname")
    (tmp_path / "tree/folder").symlink_to("/etc")
    hits = gate.check(tmp_path / "tree", TERMS)
    assert [(hit.path, hit.rule) for hit in hits] == [
        ("file", "no-plain-file"),
        ("folder", "no-plain-file"),
    ]


def test_hits_become_one_refusal_that_names_the_waiver() -> None:
    gate.require_clean(())
    hits = gate.check_text("a.txt", LINE, TERMS)
    with pytest.raises(GateError) as refused:
        gate.require_clean(hits)
    assert refused.value.exit_code == 5
    assert "secrets-policy/waivers.yml" in (refused.value.hint or "")
    assert refused.value.hits == (str(hits[0]),)
    assert CANARY not in refused.value.message
