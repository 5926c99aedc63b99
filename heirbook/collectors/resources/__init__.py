"""Resource units: one file a unit, found by folder; each names its kinds and holds its parser."""
