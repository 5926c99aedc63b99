"""Image references written out, as registries know them."""


def normalised(reference: str) -> str:
    """Return a reference written out: `docker.io/library/nginx:latest` for `nginx`.

    Sample: `nginx`, `nginx:1.27`, `localhost:5000/x`, `docker.io/library/nginx@sha256:…`
    Source: distribution/reference, the grammar that docker uses.
    """
    name, at, digest = reference.partition("@")
    first, slash, _ = name.partition("/")
    is_registry = slash and ("." in first or ":" in first or first == "localhost")
    whole = name if is_registry else f"docker.io/{name}" if slash else f"docker.io/library/{name}"
    tagged = ":" in whole.rpartition("/")[2]
    return f"{whole}{at}{digest}" if tagged or at else f"{whole}:latest"
