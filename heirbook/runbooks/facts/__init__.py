"""One module a kind of subject: what runbooks can be about, and the facts that fill commands."""
