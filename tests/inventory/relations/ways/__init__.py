"""Tests of the ways from names to what answers."""
