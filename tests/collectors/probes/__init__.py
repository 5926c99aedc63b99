"""Endpoint probes against real servers on loopback."""
