"""The words that files of proxies are reduced to on the server, put together again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.proxy import EntryPoint, Proxies, VirtualHost

_OPENING = frozenset({"file", "host", "pool", "entry", "block"})
_FIELDS = {
    "name": "names",
    "listen": "listeners",
    "target": "targets",
    "cert": "certificates",
    "redirect": "redirects",
    "trusted": "trusted_ips",
    "uses": "pools",
    "tls": "tls",
    "address": "addresses",
    "insecure": "insecure",
    "to": "to",
}
_ANY = frozenset({"_", "*"})


@dataclass
class Opened:
    """What a file declares between `host`, `pool` or `entry` and its end."""

    kind: str
    title: str
    file: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Keep a value, each once and in its order."""
        known = self.values.setdefault(name, [])
        if value not in known:
            known.append(value)

    def every(self, name: str) -> tuple[str, ...]:
        """Return the values of a field."""
        return tuple(self.values.get(name, ()))

    def first(self, name: str) -> str | None:
        """Return the first value of a field."""
        return next(iter(self.every(name)), None)


class _Reading:
    """What was opened so far; what stands outside of all is for all hosts of the product."""

    def __init__(self) -> None:
        self.declared: list[Opened] = []
        self.shared = Opened("shared", "", "")
        self._open: list[Opened] = []

    def take(self, word: str, value: str) -> bool:
        """Return whether a line was understood; it is kept where it belongs."""
        if word == "end":
            return bool(self._open and self._open.pop())
        if word in _OPENING:
            self._begin(word, value)
            return True
        if word not in _FIELDS or not value or not self._open:
            return False
        inner = (one for one in reversed(self._open) if one.kind not in ("file", "block"))
        next(inner, self.shared).add(_FIELDS[word], value)
        return True

    def _begin(self, word: str, value: str) -> None:
        files = (one.title for one in reversed(self._open) if one.kind == "file")
        opened = Opened(word, value, next(files, ""))
        self._open.append(opened)
        if word in ("host", "pool", "entry") and opened.file:
            self.declared.append(opened)


def proxies_of(product: str, lines: Lines) -> Proxies:
    """Return what one product's files declare, pools followed to their targets.

    Sample: `target http://127.0.0.1:3000`, with a tab, between `host` and `end`; a line of
    another kind is refused.

    Source: our own section `proxies`; nginx 1.22, Caddy 2.6, haproxy 2.6, Apache 2.4, Traefik 3.
    """
    reading = _Reading()
    for line in lines:
        word, _, value = line.partition("\t")
        if not reading.take(word, value):
            lines.refuse()
    pools = _Pools(one for one in reading.declared if one.kind == "pool")
    hosts = (one for one in reading.declared if one.kind == "host" and one.values)
    return Proxies(
        virtual_hosts=tuple(_host(product, one, reading.shared, pools) for one in hosts),
        entry_points=tuple(_entry(product, one) for one in reading.declared if one.kind == "entry"),
        certificates=reading.shared.every("certificates"),
    )


class _Pools:
    """Pools of one product by name."""

    def __init__(self, pools: Iterator[Opened]) -> None:
        self._pools: dict[str, Opened] = {}
        for pool in pools:
            self._pools.setdefault(pool.title, pool)

    def reached(self, one: Opened, name: str) -> tuple[str, ...]:
        """Return the values of a field, with those of all pools that it leads to, each once."""
        found: dict[str, None] = {}
        ahead, met = [one], {id(one)}
        while ahead:
            opened = ahead.pop(0)
            for value in opened.every(name):
                if name != "targets" or not self._named(value):
                    found[value] = None
            named = (*opened.every("targets"), *opened.every("pools"))
            for pool in filter(None, map(self._named, named)):
                if id(pool) not in met:
                    met.add(id(pool))
                    ahead.append(pool)
        return tuple(found)

    def _named(self, text: str) -> Opened | None:
        """Return the pool that a target names: `app`, `http://app`, `balancer://app`."""
        return self._pools.get(text) or self._pools.get(text.partition("://")[2])


def _host(product: str, one: Opened, shared: Opened, pools: _Pools) -> VirtualHost:
    tls = one.every("tls")
    return VirtualHost(
        product=product,
        file=one.file,
        name=one.title or None,
        names=tuple(name for name in one.every("names") if name not in _ANY),
        listeners=one.every("listeners"),
        tls="yes" in tls if tls else None,
        targets=pools.reached(one, "targets"),
        certificates=one.every("certificates"),
        redirects=pools.reached(one, "redirects"),
        trusted_ips=one.every("trusted_ips") or shared.every("trusted_ips"),
    )


def one_host(first: VirtualHost, second: VirtualHost) -> VirtualHost:
    """Return two declarations of the same names and listeners as one."""
    changed: dict[str, object] = {
        name: tuple(dict.fromkeys((*getattr(first, name), *getattr(second, name))))
        for name in ("targets", "certificates", "redirects", "trusted_ips")
    }
    return first.model_copy(update={**changed, "tls": second.tls or first.tls})


def _entry(product: str, one: Opened) -> EntryPoint:
    return EntryPoint(
        product=product,
        name=one.title,
        file=one.file,
        address=one.first("addresses"),
        insecure="yes" in one.every("insecure"),
        trusted_ips=one.every("trusted_ips"),
        redirects_to=one.first("to"),
    )
