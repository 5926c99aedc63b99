"""Tests of what pages show of the inventory."""
