"""Real programs that tests talk to, a module each; fixtures only, no tests."""
