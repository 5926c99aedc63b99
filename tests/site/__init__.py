"""Tests of the site: theme, search, policy, output gate."""
