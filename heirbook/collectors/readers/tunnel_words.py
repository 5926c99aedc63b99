"""The words that places of tunnel clients are reduced to on the server, put together again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.tunnel import Tunnel, TunnelRoute

_ONE = {"unit": "unit", "id": "tunnel_id", "endpoint": "endpoint", "version": "version",
        "state": "state", "config": "config"}  # fmt: skip


@dataclass
class Client:
    """A client at one place, as far as its lines were read; `config` names its file."""

    product: str
    place: str
    values: dict[str, str] = field(default_factory=dict)
    routes: list[TunnelRoute] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def take(self, word: str, rest: list[str]) -> bool:
        """Return whether a line was understood."""
        match [word, *rest]:
            case ["route", host, target]:
                self.routes.append(TunnelRoute(host=host or None, target=target or None))
            case ["address", address]:
                self.addresses.append(address)
            case [_, value] if word in _ONE and value:
                self.values.setdefault(_ONE[word], value)
            case _:
                return False
        return True

    def tunnel(self) -> Tunnel:
        """Return the client as a record."""
        values = {name: text for name, text in self.values.items() if name != "config"}
        return Tunnel.model_validate(
            {
                **values,
                "product": self.product,
                "place": self.place,
                "routes": tuple(self.routes),
                "addresses": tuple(self.addresses),
            }
        )


def tunnels_of(lines: Lines) -> Iterator[Client]:
    """Yield the clients of one part, refusing lines that belong to none.

    Sample: `tunnel newt unit:newt.service`, with tabs, then `id xk3l6c8q1zrw2vb`.

    Source: our own section `tunnels`; cloudflared 2025.8, newt 1.4, tailscale 1.82.
    """
    client: Client | None = None
    for line in lines:
        match line.split("\t"):
            case ["tunnel", product, place] if product and place:
                if client:
                    yield client
                client = Client(product, place)
            case [word, *rest] if client and client.take(word, rest):
                pass
            case _:
                lines.refuse()
    if client:
        yield client


def with_configuration(clients: Iterable[Client], version: str | None) -> tuple[Tunnel, ...]:
    """Return the tunnels; a client that names its file stands for that file too.

    `version` is that of the program cloudflared, which units and scripts start. What two parts say
    of one product at one place is one tunnel, unless their ids differ.
    """
    clients = list(clients)
    files = {client.place: client for client in clients if client.place.startswith("file:")}
    for client in clients:
        file = files.pop(f"file:{client.values.get('config')}", None)
        if file:
            client.values = file.values | client.values
            client.routes = client.routes or file.routes
        if client.product == "cloudflared" and client.place.startswith(("unit:", "script:")):
            client.values |= {"version": version} if version else {}
    kept = (one for one in clients if not one.place.startswith("file:") or one.place in files)
    found: dict[str, Tunnel] = {}
    for tunnel in map(Client.tunnel, kept):
        _join(found, tunnel)
    return tuple(found.values())


def _join(found: dict[str, Tunnel], tunnel: Tunnel) -> None:
    same = (
        one
        for one in found.values()
        if (one.product, one.place) == (tunnel.product, tunnel.place)
        and (one.tunnel_id is None or tunnel.tunnel_id in (None, one.tunnel_id))
    )
    known = next(same, None)
    if known:
        del found[known.identity()]
        stated = {name: value for name, value in tunnel if value}
        tunnel = known.model_copy(update=stated)
    found[tunnel.identity()] = tunnel
