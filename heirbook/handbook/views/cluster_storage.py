"""Claims of a cluster with the volumes behind them."""

from dataclasses import dataclass

from heirbook.inventory.kubernetes.cluster_storage import Claim, Claims, PersistentVolume, Volumes
from heirbook.inventory.snapshot import Source


@dataclass(frozen=True)
class ClaimRow:
    """A claim, and where its data really is."""

    claim: Claim
    volume: PersistentVolume | None

    @property
    def place(self) -> str | None:
        """Return where the data lies: `nas.example.org:/export`, `/srv/x`, a driver's name."""
        if self.volume is None:
            return None
        server, path = self.volume.nfs_server, self.volume.path
        return f"{server}:{path}" if server and path else path or self.volume.driver

    @property
    def is_lost_with_claim(self) -> bool:
        """Return whether the data go when the claim goes."""
        return self.volume is not None and self.volume.reclaim_policy == "Delete"


def claim_rows(source: Source) -> tuple[ClaimRow, ...]:
    """Return the claims of a cluster, those that are not bound first."""
    claims, volumes = source.facts(Claims), source.facts(Volumes)
    by_name = {one.name: one for one in (volumes.volumes if volumes else ())}
    rows = [
        ClaimRow(claim, by_name.get(claim.volume or ""))
        for claim in (claims.claims if claims else ())
    ]
    return tuple(sorted(rows, key=lambda row: (row.claim.phase == "Bound", row.claim.identity())))


def unclaimed(source: Source) -> tuple[PersistentVolume, ...]:
    """Return the volumes that no claim uses any more; their data may still be there."""
    volumes = source.facts(Volumes)
    found = volumes.volumes if volumes else ()
    return tuple(one for one in found if one.phase in ("Released", "Failed"))
