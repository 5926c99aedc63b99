"""Host sections: one file a section, found by folder; each holds its part of the script and its parser."""
