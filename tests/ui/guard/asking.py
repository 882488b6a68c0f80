"""Requests as a server hands them to an app."""


def scope(path="/", method="GET", client="127.0.0.1", **headers):
    """Return the ASGI scope of a request."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "path": path,
        "method": method,
        "headers": named,
        "client": (client, 5),
        "query_string": b"",
    }
