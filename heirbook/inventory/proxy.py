"""Reverse proxies as their own files declare them: virtual hosts, entry points."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed


class VirtualHost(Observed):
    """Names that a proxy answers for, and where it sends what it is asked."""

    product: str
    """`nginx`, `caddy`, `haproxy`, `apache`, `traefik`."""
    file: str
    """The file that declares it."""
    name: str | None = None
    """What the file calls it: a router of Traefik, a frontend of haproxy."""
    names: tuple[str, ...] = ()
    """Host names, also `*.example.org`; empty: it answers for any name."""
    listeners: tuple[str, ...] = ()
    """`80`, `192.0.2.7:443`, `[::]:443`; with Traefik the names of entry points."""
    tls: bool | None = None
    """Whether it speaks TLS itself; None where the file does not say."""
    targets: tuple[str, ...] = ()
    """Upstreams: `http://127.0.0.1:3000`, without path and user info; `unix:/run/app.sock`."""
    certificates: tuple[str, ...] = ()
    """Paths of certificates; never of keys."""
    redirects: tuple[str, ...] = ()
    """Where it redirects to: `https://www.example.org`, or `https` for the same host."""
    trusted_ips: tuple[str, ...] = ()
    """Forwarders whose word about the client it takes, where the product says that here."""

    def identity(self) -> str:
        """Return product, file, own name, host names and listeners."""
        own = (self.name, *self.names, *self.listeners)
        return " ".join((self.product, self.file, *(word for word in own if word)))


class EntryPoint(Observed):
    """An address that a proxy listens on, and whose forwarded headers it believes."""

    product: str
    name: str
    """Traefik's `web`; with Caddy the listener, or `default` for all of them."""
    file: str
    address: str | None = None
    """`:80`, `192.0.2.7:443`, `:443/udp`."""
    insecure: bool = False
    """It believes everybody's forwarded headers."""
    trusted_ips: tuple[str, ...] = ()
    """Addresses and networks whose forwarded headers it believes."""
    redirects_to: str | None = None
    """The entry point that it sends everything to."""

    def identity(self) -> str:
        """Return product, name and file."""
        return f"{self.product} {self.name} {self.file}"


class Proxies(Facts):
    """Virtual hosts and entry points of all proxies on a server."""

    section: ClassVar[str] = "proxies"
    virtual_hosts: tuple[VirtualHost, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    certificates: tuple[str, ...] = ()
    """Paths of certificates that a proxy may show for any of its names."""
