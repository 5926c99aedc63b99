"""Tests of keys, their way onto servers, and the guides."""
