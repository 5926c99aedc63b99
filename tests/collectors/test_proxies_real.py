"""Files of proxies that the real programs accept: read for real, and no value of them leaves."""

import re
import shutil
from pathlib import Path

import pytest

from heirbook.inventory.proxy import Proxies, VirtualHost
from tests.collectors.framed import Printed, run_script
from tests.collectors.lab_root import SHELLS, add_lab, make_root, run_section, state_of
from tests.collectors.test_section_canaries import Pem
from tests.real_parts import need, need_root

LAB = Path(__file__).parent / "lab/proxies"
CHECKS = {
    "nginx": "nginx -t -q -g 'pid /dev/null; error_log stderr;'",
    "haproxy": "haproxy -c -q -f /etc/haproxy/haproxy.cfg",
    "apache2": "apache2 -t -f /etc/apache2/lab.conf",
    "caddy": "caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile",
}
MOUNTED = ("nginx", "haproxy", "apache2", "caddy", "ssl")

pytestmark = pytest.mark.root


@pytest.fixture(params=SHELLS)
def printed(request: pytest.FixtureRequest, tmp_path: Path) -> Printed:
    make_root(tmp_path, request.param)
    add_lab(tmp_path, "proxies")
    return run_section(tmp_path, request.param, "proxies")


def facts(printed: Printed) -> Proxies:
    state = state_of(printed, "proxies")
    assert (state.state, state.gaps) == ("ok", ())
    assert isinstance(state.facts, Proxies)
    return state.facts


def hosts(found: Proxies, product: str, name: str) -> list[VirtualHost]:
    return [
        one for one in found.virtual_hosts if one.product == product and name in (*one.names, "")
    ]


@pytest.mark.parametrize("program", CHECKS)
def test_the_real_program_accepts_the_files(program: str, tmp_path: Path) -> None:
    need_root()
    need(program, "unshare")
    shutil.copytree(LAB / "etc", tmp_path / "etc")
    (tmp_path / "etc/ssl").mkdir()
    pem = Pem()
    (tmp_path / "etc/ssl/shop.pem").write_text(pem.certificate)
    (tmp_path / "etc/ssl/shop.key").write_text(pem.key)
    mounts = "".join(f"mount --bind {tmp_path}/etc/{one} /etc/{one}\n" for one in MOUNTED)
    done = run_script(
        f"set -e\n{mounts}HOME={tmp_path} {CHECKS[program]}\n", ("sh",), (*need("unshare"), "-m")
    )
    assert done.status == 0, done.stderr.decode()


def test_no_value_of_a_file_leaves_the_server(printed: Printed) -> None:
    planted = sum(file.read_text().count("CANARY") for file in LAB.rglob("*") if file.is_file())
    assert planted > 20
    assert re.findall(rb".*CANARY.*", printed.stdout + printed.stderr) == []


def test_nginx_hosts_have_the_pools_and_snippets_that_they_name(printed: Printed) -> None:
    plain, closed = hosts(facts(printed), "nginx", "shop.example.org")
    assert plain.names == ("shop.example.org", "www.shop.example.org")
    assert plain.listeners == ("80", "[::]:80")
    assert plain.redirects == ("https", "https://shop.example.org")
    assert plain.tls is None
    assert closed.tls
    assert closed.certificates == ("/etc/ssl/shop.pem",)
    assert closed.trusted_ips == ("10.0.0.0/8",)
    assert closed.targets == (
        "https://192.0.2.9:8443",
        "unix:/run/php/php8.2-fpm.sock",
        "127.0.0.1:3000",
        "unix:/run/app.sock",
    )


def test_caddy_sites_have_what_they_import(printed: Printed) -> None:
    found = facts(printed)
    (wiki,) = hosts(found, "caddy", "wiki.example.org")
    assert wiki.file == "/etc/caddy/sites/wiki"
    assert wiki.targets == ("127.0.0.1:3001", "127.0.0.1:3002", "localhost:3003", "127.0.0.1:4000")
    (old,) = hosts(found, "caddy", "old.example.org")
    assert old.redirects == ("https://wiki.example.org",)
    assert wiki.trusted_ips == ("10.0.0.0/8", "private_ranges")


def test_haproxy_names_come_from_tests_of_the_host(printed: Printed) -> None:
    found = facts(printed)
    (shop,) = hosts(found, "haproxy", "shop.example.org")
    assert shop.listeners == (":80", "*:443")
    assert shop.targets == (
        "https://192.0.2.12:443",
        "http://192.0.2.10:3000",
        "http://192.0.2.11:3000",
    )
    assert hosts(found, "haproxy", "*.lab.example.org")
    (blog,) = hosts(found, "haproxy", "blog.example.org")
    assert blog.targets == ("unix:/run/blog.sock",)


def test_apache_hosts_have_balancers_sockets_and_redirects(printed: Printed) -> None:
    plain, closed = hosts(facts(printed), "apache", "shop.example.org")
    assert plain.names == ("shop.example.org", "www.shop.example.org", "old.example.org")
    assert plain.redirects == ("https",)
    assert closed.listeners == ("*:443", "[::]:443")
    assert closed.targets == (
        "unix:/run/php/php8.2-fpm.sock",
        "http://192.0.2.20:3000",
        "http://192.0.2.21:3000",
    )


def test_traefik_gives_entry_points_and_routers_of_both_formats(printed: Printed) -> None:
    found = facts(printed)
    entries = {one.name: one for one in found.entry_points if one.product == "traefik"}
    assert (entries["web"].address, entries["web"].redirects_to) == (":80", "websecure")
    assert entries["web"].trusted_ips == ()
    assert entries["websecure"].trusted_ips == ("10.0.0.0/8", "172.16.0.0/12")
    assert entries["traefik"].insecure
    (shop,) = hosts(found, "traefik", "shop.example.org")
    assert shop.names == ("shop.example.org", "www.shop.example.org")
    assert shop.targets == ("http://192.0.2.30:3000", "http://192.0.2.31:3000")
    assert (shop.tls, shop.redirects) == (True, ("https",))
    (blog,) = hosts(found, "traefik", "blog.example.org")
    assert (blog.listeners, blog.targets) == (("web", "websecure"), ("http://192.0.2.40:2368",))
    assert found.certificates == ("/etc/ssl/shop.pem",)


NEWER_CADDY = """{
	servers :443 {
		trusted_proxies static 192.0.2.0/24
	}
}
{$DOMAIN} {
	reverse_proxy h2c://127.0.0.1:9000
	redir /old https://user:CANARY@example.org/
}
"""


def test_forwarders_of_newer_caddy_belong_to_its_listeners(tmp_path: Path) -> None:
    """The form of 2.6.3 and later, which the program of Debian 12 does not know yet."""
    make_root(tmp_path, "busybox")
    (tmp_path / "etc/caddy").mkdir(parents=True)
    (tmp_path / "etc/caddy/Caddyfile").write_text(NEWER_CADDY)
    printed = run_section(tmp_path, "busybox", "proxies")
    found = facts(printed)
    (entry,) = found.entry_points
    assert (entry.name, entry.address, entry.trusted_ips) == (":443", ":443", ("192.0.2.0/24",))
    (host,) = found.virtual_hosts
    assert (host.names, host.targets) == (("{$DOMAIN}",), ("h2c://127.0.0.1:9000",))
    assert b"CANARY" not in printed.stdout


BROKEN = {
    "etc/nginx/nginx.conf": "http { server { listen 80; ",
    "etc/caddy/Caddyfile": "a.example.org {\n\treverse_proxy 127.0.0.1:1\n",
    "etc/apache2/sites-enabled/shop.conf": "<VirtualHost *:80>\nServerName a.example.org\n",
    "etc/traefik/traefik.yml": "entryPoints: {web: {address: CANARY}}\n",
}


@pytest.mark.parametrize("path", BROKEN)
def test_a_file_that_cannot_be_split_is_a_gap(path: str, tmp_path: Path) -> None:
    make_root(tmp_path, "busybox")
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(BROKEN[path])
    found = run_section(tmp_path, "busybox", "proxies")
    state = state_of(found, "proxies")
    assert (state.state, [gap.path for gap in state.gaps]) == ("partial", [f"/{path}"])
    assert b"CANARY" not in found.stdout


def test_files_that_include_each_other_come_to_an_end(tmp_path: Path) -> None:
    make_root(tmp_path, "busybox")
    folder = tmp_path / "etc/nginx"
    folder.mkdir(parents=True)
    (folder / "nginx.conf").write_text("http { include /etc/nginx/*.conf; }\n")
    (folder / "a.conf").write_text("server { listen 80; include a.conf; include nginx.conf; }\n")
    state = state_of(run_section(tmp_path, "busybox", "proxies"), "proxies")
    assert isinstance(state.facts, Proxies)
    assert [one.listeners for one in state.facts.virtual_hosts] == [("80",)]


def test_two_declarations_of_one_host_lose_nothing(tmp_path: Path) -> None:
    make_root(tmp_path, "busybox")
    (tmp_path / "etc/nginx").mkdir(parents=True)
    server = "server {{ listen 80; location / {{ proxy_pass http://127.0.0.1:{port}; }} }}\n"
    text = server.format(port=1) + server.format(port=2)
    (tmp_path / "etc/nginx/nginx.conf").write_text(f"http {{\n{text}}}\n")
    (host,) = facts(run_section(tmp_path, "busybox", "proxies")).virtual_hosts
    assert host.targets == ("http://127.0.0.1:1", "http://127.0.0.1:2")
