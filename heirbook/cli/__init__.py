"""The command line: parses arguments, calls one function of a lower layer, prints."""
