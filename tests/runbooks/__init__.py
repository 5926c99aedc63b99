"""Tests of runbooks: the catalogue, its commands, what it applies to, who tried it."""
