"""All declared files together: every problem of every file in one run, each with its place."""

import time
from datetime import date
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.inventory.agreements import Known
from heirbook.inventory.loading import load_declared
from heirbook.workspace import (
    ENDPOINTS,
    FLEET,
    HOLDERS,
    KUBECTL,
    PEOPLE,
    POLICY,
    SSH,
    WAIVERS,
    Workspace,
)
from tests.inventory.declared_workspace import PEOPLE_TEXT, DeclaredWorkspace, declared_workspace

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
SERVERS = "servers:\n  upe: {address: upe.example.org}\n  pi: {address: 192.0.2.9}\n"
POLICY_TEXT = """\
version: 1
id: example
operator: rasa
scheme:
  group_threshold: 1
  groups:
    - {id: family, label: {en: Family}, threshold: 2}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> DeclaredWorkspace:
    return declared_workspace(tmp_path)


def test_optional_files_may_be_missing(workspace: DeclaredWorkspace) -> None:
    declared = workspace.load()
    assert declared.fleet.title == "River"
    assert declared.policy is None
    assert declared.ssh.for_server("any").port == 22


def test_a_folder_without_fleet_yml_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        load_declared(Workspace(tmp_path))
    assert caught.value.hint == "heirbook init"


def test_b03_a_server_named_twice_is_told_with_both_places(workspace: DeclaredWorkspace) -> None:
    found = workspace.fleet(
        "servers:\n  upe: {address: a}\n  Upe: {address: b}\n  upe.: {address: c}\n"
        "  müller: {address: d}\n  xn--mller-kva: {address: e}\n"
    )
    assert f"{FLEET}:5:3: servers.Upe: the same name stands first at {FLEET}:4:3" in found
    assert f"{FLEET}:6:3: servers.upe.: the same name stands first at {FLEET}:4:3" in found
    same = f"servers.xn--mller-kva: the same name stands first at {FLEET}:7:3"
    assert f"{FLEET}:8:3: {same}" in found


def test_b04_an_unknown_field_is_told_with_the_nearest_one(workspace: DeclaredWorkspace) -> None:
    workspace.fleet("servers: {upe: {address: a, purpos: x}}\nsevers: {}\n")
    assert workspace.problems() == [
        f"{FLEET}:3:29: servers.upe.purpos: unknown field (did you mean 'purpose'?)",
        f"{FLEET}:4:1: severs: unknown field (did you mean 'servers'?)",
    ]


def test_b04_a_missing_field_is_told_at_its_parent(workspace: DeclaredWorkspace) -> None:
    assert workspace.fleet("servers:\n  upe: {purpose: x}\n") == [
        f"{FLEET}:4:3: servers.upe.address: missing field"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("servers: [upe]\n", "3:10: servers: expected a mapping"),
        ("servers: {upe: 5}\n", "3:16: servers.upe: expected a mapping"),
        ("networks: {domains: example.org}\n", "3:21: networks.domains: expected a list"),
        ("schedule: {collect: often}\n", "3:21: schedule.collect: expected a duration such as"),
        ("servers: {upe: {address: [a]}}\n", "3:26: servers.upe.address: expected one value"),
        ("servers: {upe: {address: a, canary: yes}}\n", "servers.upe.canary: write true or false"),
    ],
)
def test_b05_a_wrong_type_tells_what_was_expected(
    workspace: DeclaredWorkspace, text: str, expected: str
) -> None:
    (found,) = workspace.fleet(text)
    assert expected in found


def test_b06_words_that_other_programs_read_otherwise_stay_text(
    workspace: DeclaredWorkspace,
) -> None:
    workspace.write(
        FLEET, "title: NO\noperator: rasa\nsites: {flat: {power: 1.20, title: 22:22}}\n"
    )
    fleet = workspace.load().fleet
    assert (fleet.title, fleet.sites["flat"].power, fleet.sites["flat"].title) == (
        "NO",
        "1.20",
        "22:22",
    )


@pytest.mark.parametrize("name", ["\u0435pe", "a\u202eb", "../upe", "a/b", "con", "index"])
def test_b12_b13_names_with_strange_letters_are_refused(
    workspace: DeclaredWorkspace, name: str
) -> None:
    (found,) = workspace.fleet(f'servers: {{"{name}": {{address: a}}}}\n')
    assert "name" in found
    assert "\u202e" not in found


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_b14_an_empty_fleet_lacks_its_required_fields(
    workspace: DeclaredWorkspace, text: str
) -> None:
    workspace.write(FLEET, text)
    assert workspace.problems() == [
        f"{FLEET}: title: missing field",
        f"{FLEET}: operator: missing field",
    ]


@pytest.mark.parametrize("name", [SSH, KUBECTL, ENDPOINTS, POLICY, HOLDERS, WAIVERS])
def test_b14_an_empty_optional_file_equals_a_missing_one(
    workspace: DeclaredWorkspace, name: str
) -> None:
    workspace.write(name, "# nothing yet\n")
    assert workspace.load().warnings == ()


def test_b14_a_list_at_the_top_is_refused(workspace: DeclaredWorkspace) -> None:
    workspace.write(SSH, "- servers\n")
    assert workspace.problems() == [f"{SSH}:1:1: expected a mapping at the top"]


@pytest.mark.parametrize(
    "text", ["port: 0", "port: 70000", "port: -1", "user: -oProxyCommand=x", "identity: -oX"]
)
def test_b15_ports_and_options_are_refused(workspace: DeclaredWorkspace, text: str) -> None:
    workspace.write(SSH, f"defaults: {{{text}}}\n")
    (found,) = workspace.problems()
    assert found.startswith(f"{SSH}:1:")
    assert "ProxyCommand" not in found


def test_b15_an_option_is_no_address(workspace: DeclaredWorkspace) -> None:
    (found,) = workspace.fleet("servers: {upe: {address: -oProxyCommand=x}}\n")
    assert "ProxyCommand" not in found


def test_b16_a_reference_to_nothing_is_told_with_the_nearest_name(
    workspace: DeclaredWorkspace,
) -> None:
    workspace.fleet(SERVERS + "services: {mail: {owner: jonass, depends_on: [web]}}\n")
    workspace.write(SSH, "servers: {upee: {}, pi: {via: [upe]}}\n")
    assert workspace.problems() == [
        (
            f"{FLEET}:6:26: services.mail.owner: no person of this name is declared"
            " (did you mean 'jonas'?)"
        ),
        f"{FLEET}:6:47: services.mail.depends_on[0]: no service of this name is declared",
        f"{SSH}:1:11: servers.upee: no server of this name is declared (did you mean 'upe'?)",
    ]


def test_b16_a_cycle_is_printed_whole(workspace: DeclaredWorkspace) -> None:
    found = workspace.fleet(
        "services:\n  a: {depends_on: [b]}\n  b: {depends_on: [c]}\n  c: {depends_on: [a, c]}\n"
    )
    assert found == [
        f"{FLEET}:6:20: services.c.depends_on[0]: goes in a circle: a → b → c → a",
        f"{FLEET}:6:23: services.c.depends_on[1]: goes in a circle: c → c",
    ]


def test_b16_a_cycle_of_jump_servers_is_printed_whole(workspace: DeclaredWorkspace) -> None:
    workspace.write(FLEET, f"title: x\noperator: rasa\n{SERVERS}")
    workspace.write(SSH, "servers: {pi: {via: [upe]}, upe: {via: [pi]}}\n")
    assert workspace.problems() == [
        f"{SSH}:1:41: servers.upe.via[0]: goes in a circle: pi → upe → pi"
    ]


def test_b17_seven_errors_of_three_files_come_in_one_run(workspace: DeclaredWorkspace) -> None:
    workspace.fleet("servers: {upe: {adress: a}}\naccounts: {x: {title: X, kind: shop}}\n")
    workspace.write(PEOPLE, PEOPLE_TEXT + "  ona: {name: Ona, left: soon, logins: {nas: [ona]}}\n")
    workspace.write(SSH, "servers: {nas: {port: 0}}\n")
    found = workspace.problems()
    assert len(found) == 7
    assert [line.split(":")[0] for line in found] == [FLEET] * 3 + [PEOPLE] * 2 + [SSH] * 2


def test_b17_a_broken_file_does_not_hide_the_others(workspace: DeclaredWorkspace) -> None:
    workspace.write(FLEET, "title: x\n\toperator: y\n")
    workspace.write(SSH, "servers: {upe: {port: 0}}\n")
    assert [line.split(":")[0] for line in workspace.problems()] == [FLEET, SSH]


def test_more_than_50_problems_are_counted(workspace: DeclaredWorkspace) -> None:
    found = workspace.fleet("servers:\n" + "".join(f"  s{n}: {{}}\n" for n in range(70)))
    assert len(found) == 51
    assert found[-1] == "and 20 more"


def test_b18_a_number_of_5000_digits_is_refused(workspace: DeclaredWorkspace) -> None:
    workspace.write(SSH, f"parallel: {'9' * 5000}\n")
    (found,) = workspace.problems()
    assert found.startswith(f"{SSH}:1:11: parallel: expected a whole number")


def test_b19_b20_files_that_are_no_plain_files_are_refused(
    workspace: DeclaredWorkspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "ssh.yml"
    outside.write_text("servers: {}\n")
    workspace.write(KUBECTL, "clusters: {}\n").chmod(0o666)
    (workspace.root / SSH).symlink_to(outside)
    (workspace.root / ENDPOINTS).mkdir()
    assert workspace.problems() == [
        f"{SSH}: leads outside the workspace; put the file itself there",
        f"{KUBECTL}: can be changed by everybody; run: chmod o-w {KUBECTL}",
        f"{ENDPOINTS}: is not a regular file",
    ]


def test_a_private_key_is_refused_without_showing_it(workspace: DeclaredWorkspace) -> None:
    block = "-----BEGIN OPENSSH PRIVATE KEY-----\n      b3BlbnNzaC1rZXktdjEAAAAA\n"
    text = f"{PEOPLE_TEXT}  ona:\n    name: Ona\n    ssh_keys:\n      - key: |\n      {block}"
    workspace.write(
        PEOPLE, text.replace("      -----", "          -----").replace("      b3", "          b3")
    )
    (found,) = workspace.problems()
    assert found == (
        f"{PEOPLE}:7:14: people.ona.ssh_keys[0].key: "
        "this is a private key; remove it, replace it everywhere"
    )


def test_one_key_under_two_people_is_refused(workspace: DeclaredWorkspace) -> None:
    keys = "".join(
        f'  {n}: {{name: {n}, ssh_keys: [{{key: "{KEY} {n}"}}]}}\n' for n in ("ona", "jurgis")
    )
    workspace.write(PEOPLE, PEOPLE_TEXT + keys)
    (found,) = workspace.problems()
    assert found.startswith(f"{PEOPLE}:5:")
    assert f"the same key stands first at {PEOPLE}:4:" in found


def test_somebody_must_operate_and_nobody_leaves_before_consenting(
    workspace: DeclaredWorkspace,
) -> None:
    workspace.write(PEOPLE, "people:\n  rasa: {name: R, consent: 2026-02-01, left: 2026-01-01}\n")
    assert workspace.problems() == [
        f"{PEOPLE}:1:1: people: nobody has the role operator",
        f"{PEOPLE}:2:46: people.rasa.left: expected a day not before 'consent'",
    ]


def test_an_acceptance_needs_an_owner_who_is_here(workspace: DeclaredWorkspace) -> None:
    workspace.write(PEOPLE, PEOPLE_TEXT + "  ona: {name: Ona, left: 2026-01-01}\n")
    (found,) = workspace.fleet(
        "accepted:\n  - {rule: image.mutable-tag, subject: x, reason: y, owner: ona,"
        " since: 2026-01-01, until: 2026-02-01}\n"
    )
    assert "this person has left" in found


def test_a_jump_server_with_a_forced_command_is_refused(workspace: DeclaredWorkspace) -> None:
    workspace.write(FLEET, f"title: x\noperator: rasa\n{SERVERS}clusters: {{prod: {{}}}}\n")
    workspace.write(SSH, "servers: {upe: {mode: installed}, pi: {via: [upe]}}\n")
    workspace.write(KUBECTL, "clusters: {prod: {via: upe}}\n")
    found = workspace.problems()
    assert [line.split(": ")[1] for line in found] == ["servers.pi.via[0]", "clusters.prod.via"]


def test_names_of_units_are_checked_when_they_are_known(workspace: DeclaredWorkspace) -> None:
    workspace.write(SSH, "sections: {skip: [smrt], every: {certs: 1h}, deep: [borg]}\n")
    known = Known(sections=frozenset({"smart", "certs"}))
    found = workspace.problems(known)
    assert found[0].endswith("no section of this name exists (did you mean 'smart'?)")
    assert len(found) == 2


def test_an_address_of_two_servers_is_a_warning(workspace: DeclaredWorkspace) -> None:
    workspace.write(
        FLEET, "title: x\noperator: rasa\nservers: {a: {address: x}, b: {address: x}}\n"
    )
    (warning,) = workspace.load().warnings
    assert str(warning).startswith(f"{FLEET}:3:41: servers.b.address: the same address")


def test_a_cluster_that_is_never_read_is_a_warning(workspace: DeclaredWorkspace) -> None:
    workspace.write(FLEET, "title: x\noperator: rasa\nclusters: {prod: {}}\n")
    (warning,) = workspace.load().warnings
    assert "it is never read" in str(warning)


@pytest.mark.parametrize(
    "urls",
    [
        ("https://x.org/", "https://X.org/"),
        ("https://x.org/a", "https://x.org/a/"),
        ("https://x.org", "https://x.org:443/"),
    ],
)
def test_one_address_spelt_twice_is_refused(
    workspace: DeclaredWorkspace, urls: tuple[str, str]
) -> None:
    workspace.write(ENDPOINTS, f"endpoints:\n  {urls[0]}: {{}}\n  {urls[1]}: {{}}\n")
    (found,) = workspace.problems()
    assert found.endswith(f"the same address stands first at {ENDPOINTS}:2:3")


def test_the_policy_names_the_operator_and_known_groups(workspace: DeclaredWorkspace) -> None:
    workspace.write(POLICY, POLICY_TEXT.replace("operator: rasa", "operator: jonas"))
    workspace.write(HOLDERS, "holders: {a: {person: rasa, group: famly, household: h}}\n")
    found = workspace.problems()
    assert found[0].endswith(f"another person than the operator at {FLEET}:2:11")
    assert found[1].endswith("no group of this name is declared (did you mean 'family'?)")


def test_a_value_in_the_secrets_policy_is_refused_without_showing_it(
    workspace: DeclaredWorkspace,
) -> None:
    workspace.write(POLICY, POLICY_TEXT + "password: hunter2\n")
    assert workspace.problems() == [
        f"{POLICY}:8:1: password: unknown field; names and rules only, never a value"
    ]


def test_secrets_are_read_by_their_file_names(workspace: DeclaredWorkspace) -> None:
    text = (
        "title: {en: Registrar login}\nkind: registrar\npriority: first-day\n"
        "systems: [account:registrar]\nsource: {type: prompt, fields: [user]}\n"
        'covers: ["account:registrar/*"]\n'
    )
    workspace.write("secrets-policy/secrets/registrar.yml", text)
    (found,) = workspace.problems()
    assert "systems[0]: no account of this name is declared" in found
    workspace.write(
        FLEET, "title: x\noperator: rasa\naccounts: {registrar: {title: X, kind: domain}}\n"
    )
    assert set(workspace.load().secrets) == {"registrar"}


def test_a_secret_whose_file_name_is_no_id_is_refused(workspace: DeclaredWorkspace) -> None:
    workspace.write("secrets-policy/secrets/\u202eX.yml", "a: 1\n")
    (found,) = workspace.problems()
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in found
    assert "\u202e" not in found


HOSTILE = {
    "unknown fields": (FLEET, "".join(f"titel{n}: x\n" for n in range(40_000))),
    "unknown servers": (SSH, "servers:\n" + "".join(f"  s{n}: {{}}\n" for n in range(20_000))),
    "wrong values": (
        FLEET,
        "servers:\n" + "".join(f"  s{n}: {{address: -o, site: x}}\n" for n in range(8_000)),
    ),
    "circles": (
        FLEET,
        "services:\n"
        + "".join(
            f"  s{n}: {{depends_on: [s{n + 1}, s0, s{n // 2}, s{n // 3}]}}\n" for n in range(8_000)
        ),
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_full_of_mistakes_is_refused_in_time(
    workspace: DeclaredWorkspace, kind: str
) -> None:
    name, text = HOSTILE[kind]
    servers = "".join(f"  t{n}: {{address: a{n}}}\n" for n in range(1_900))
    workspace.write(FLEET, f"title: x\noperator: rasa\nservers:\n{servers}")
    workspace.write(name, text if name == SSH else f"title: x\noperator: rasa\n{text}")
    started = time.monotonic()
    assert workspace.problems()[-1].endswith(" more")
    assert time.monotonic() - started < 20


def test_a_waiver_ends_within_a_year(workspace: DeclaredWorkspace) -> None:
    workspace.write(
        WAIVERS,
        "waivers:\n  - {kind: household, match: h1, reason: r, by: rasa, expires: 2027-11-30}\n",
    )
    assert len(workspace.load().waivers.waivers) == 1
    (found,) = workspace.problems(Known(today=date(2026, 11, 20)))
    assert "at most 365 days ahead" in found
