"""Requests as a server hands them to an app, and as a browser sends them to the real one."""

import asyncio
import http.client
from functools import partial


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


def answer(server, path, **headers):
    """Return the answer to a request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    got = connection.getresponse()
    got.read()
    connection.close()
    return got


def cookie_of(server):
    """Return the cookie that a server gives, without which it takes no file."""
    return answer(server, "/_stcore/health").getheader("Set-Cookie").split(";")[0]


async def session_of(visitor):
    """Let a visitor open a page, and return what the server calls them."""
    await visitor.open("")
    return next(
        said.new_session.initialize.session_id
        for said in visitor.told
        if said.WhichOneof("type") == "new_session"
    )


async def begin_to_send(server, session, name, cookie, size=200_000):
    """Send the beginning of a file; return what reads the answer's first line, and what sends the rest."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    part = 'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png'
    body = f"--edge\r\n{part}\r\n\r\n{'x' * size}\r\n--edge--\r\n".encode()
    head = f"PUT /_stcore/upload_file/{session}/{name} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    head += f"Cookie: {cookie}\r\nX-Xsrftoken: {cookie.partition('=')[2]}\r\n"
    head += "Content-Type: multipart/form-data; boundary=edge\r\n"
    head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body[:1000])
    await writer.drain()
    return asyncio.create_task(reader.readline()), partial(writer.write, body[1000:]), writer
