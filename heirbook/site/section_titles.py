"""What servers, clusters and addresses are asked, in the words of the catalogue."""

from heirbook.collectors.endpoints.probe import Probe
from heirbook.collectors.resource import Resource
from heirbook.collectors.section import Section
from heirbook.discovery import Unit, units
from heirbook.i18n import N_

CLUSTER_TITLES = {
    "configmaps": N_("ConfigMaps that were named"),
    "credential": N_("What the credential may do"),
    "secret-names": N_("Names of Secrets"),
}
"""What clusters are asked besides their resource units."""


def section_titles() -> dict[str, str]:
    """Return the titles of what servers, clusters and endpoints are asked; their ids are unique."""
    resources = units("heirbook.collectors.resources", "RESOURCE", Resource)
    probes = units("heirbook.collectors.probes", "PROBE", Probe)
    sections = {unit.id: unit.value.title for unit in host_sections()}
    clusters = {unit.id: unit.value.title for unit in resources}
    outside = {unit.id: unit.value.title for unit in probes}
    return {**sections, **clusters, **CLUSTER_TITLES, **outside}


def host_sections() -> tuple[Unit[Section], ...]:
    """Return what servers are asked."""
    return units("heirbook.collectors.sections", "SECTION", Section)
