"""Commands: one file a command, found by folder."""
