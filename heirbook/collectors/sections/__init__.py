"""Host sections: one file a section, found by folder; each holds its sh and its parser."""
