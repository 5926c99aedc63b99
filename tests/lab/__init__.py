"""Checks that the real parts are what the other tests take them for."""
