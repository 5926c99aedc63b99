"""What every target of an endpoint probe carries: how well this one could be looked at."""

from typing import Annotated

from heirbook.inventory.record import VOLATILE, Observed, Utc
from heirbook.inventory.section_state import State


class Probed(Observed):
    """One target of a probe. `state` speaks of the newest try, the facts of the newest answer.

    A target that could not be looked at keeps the facts of its last answer; `last_seen` then says
    when that was. The section is `ok` only when every target is.
    """

    state: State = "ok"
    reason: str | None = None
    """Why it is not `ok`: `refused reset connect_timeout deadline dns certificate output_cap …`."""
    since: Utc | None = None
    """Since when this target has not been `ok`."""
    tried: Annotated[State | None, VOLATILE] = None
    """The state of this run's own try; readings thus know when each target was last asked."""
