"""A whole book in real browsers, from a stick and over HTTP."""
