"""Fetching a picture from the web, from whoever an item names: nobody there is trusted.

Only http and https, at every redirect; never an address of this machine or of a network behind it; never more than a
few megabytes, and never for longer than some seconds, however slowly they come. Nothing is sent but the address: no
cookies, no referrer. Nothing that came is looked at here.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from editor_app.core.display_text import web_address
from editor_app.core.errors import ImageRefused

MOST_BYTES: Final = 5_000_000
DEADLINE: Final = 15.0
"""Seconds for everything: names, connections, redirects and the picture."""

_MOST_REDIRECTS: Final = 4
_MOST_ADDRESSES: Final = 3  # of one server that are tried
_LOOK: Final = 0.1  # seconds between two looks at whether to stop
_CHUNK: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "Accept": "image/webp,image/png,image/jpeg,image/gif",
    "Accept-Encoding": "identity",
    "User-Agent": "editor-app",
    "Connection": "close",
}
_KEPT_IN_PATHS: Final = "/?&=%:;,+@!$'()*~[]|"
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture may cost. Tests let servers of this machine answer, and be quicker."""

    most_bytes: int = MOST_BYTES
    seconds: float = DEADLINE
    allow_private: bool = False


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, and not one that leads to another that is not."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch_image(address: str, cancelled: Callable[[], bool], limits: Limits | None = None) -> bytes:
    """The bytes at a web address.

    :param cancelled: asked now and then, from several threads; once it says so, the work ends within moments.
    :raises ImageRefused: there are none, or they are not to be fetched; the sentence says why and names no address.
    """
    return _Fetch(cancelled, limits or Limits()).run(address)


class _Fetch:
    """One picture, from the first address to the last byte."""

    def __init__(self, cancelled: Callable[[], bool], limits: Limits) -> None:
        self._cancelled = cancelled
        self._limits = limits
        self._until = time.monotonic() + limits.seconds

    def run(self, address: str) -> bytes:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(address)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise ImageRefused("The picture's address leads from one to another without end.")

    def _is_over(self) -> bool:
        return self._cancelled() or time.monotonic() >= self._until

    def _check(self) -> None:
        if self._is_over():
            raise ImageRefused("The picture took too long to arrive.")

    def _ask(self, address: str) -> bytes | str:
        """The picture, or where else it is."""
        found = web_address(address)
        if found is None:
            raise ImageRefused("The picture has no web address that can be told for sure.")
        parts = urlsplit(found.address)
        is_safe = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if is_safe else 80)
        if not self._limits.allow_private and port not in (80, 443):
            raise ImageRefused("The picture is at a port that pictures are not fetched from.")
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_KEPT_IN_PATHS)
        plain = self._connect(self._resolve(host, port), port)
        watch = _Watch(plain, self._is_over)
        try:
            channel = _trusted().wrap_socket(plain, server_hostname=host) if is_safe else plain
            watch.keep(channel)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = channel
            name = f"[{host}]" if ":" in host else host
            told = name if port == (443 if is_safe else 80) else f"{name}:{port}"
            connection.request("GET", path, headers={"Host": told, **_HEADERS})
            return self._read(connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._check()
            raise ImageRefused("The picture's server gave no answer that can be used.") from error
        finally:
            watch.end()

    def _read(self, response: http.client.HTTPResponse) -> bytes | str:
        if response.status in _REDIRECTS:
            return response.getheader("Location") or ""
        if response.status != 200:
            raise ImageRefused("There is no picture at its address any more.")
        if (response.getheader("Content-Encoding") or "identity").strip().lower() != "identity":
            raise ImageRefused("The picture is packed in a way that was not asked for.")
        if response.length is not None and response.length > self._limits.most_bytes:
            raise ImageRefused("The picture is too large.")
        parts: list[bytes] = []
        size = 0
        while part := response.read1(_CHUNK):
            size += len(part)
            if size > self._limits.most_bytes:
                raise ImageRefused("The picture is too large.")
            self._check()
            parts.append(part)
        self._check()  # a connection that was cut looks like an end
        if response.length:
            raise ImageRefused("The picture came only in part.")
        return b"".join(parts)

    # -- the way there ---------------------------------------------------------------------------------------------

    def _resolve(self, host: str, port: int) -> list[Address]:
        """Where a host is. Asking for a name cannot be broken off, so that a thread of its own waits for the answer."""
        answers: queue.SimpleQueue[list[Address]] = queue.SimpleQueue()
        threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
        while True:
            try:
                found = answers.get(timeout=_LOOK)
                break
            except queue.Empty:
                self._check()
        if not found:
            raise ImageRefused("The picture's server cannot be found.")
        if not self._limits.allow_private and not all(map(is_public, found)):
            raise ImageRefused("The picture's server is no server of the open internet.")
        return found

    def _connect(self, addresses: list[Address], port: int) -> socket.socket:
        """A connection to one of these very addresses: the name is not asked for again, it might say something else."""
        for address in addresses[:_MOST_ADDRESSES]:
            plain = self._reach(address, port)
            if plain is not None:
                return plain
        raise ImageRefused("The picture's server cannot be reached.")

    def _reach(self, address: Address, port: int) -> socket.socket | None:
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        patience = time.monotonic() + self._limits.seconds / _MOST_ADDRESSES
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.setblocking(False)
            is_there = plain.connect_ex((str(address), port)) == 0
            while not is_there and time.monotonic() < patience:
                _, ready, failed = select.select([], [plain], [plain], _LOOK)
                if ready or failed:
                    is_there = not failed and not plain.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    break
                self._check()
            if is_there:
                plain.settimeout(self._limits.seconds)
                return plain
        except BaseException:
            plain.close()
            raise
        plain.close()
        return None


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to believe that they are who they say: to read that takes longer than most pictures."""
    return ssl.create_default_context()


def _look_up(host: str, port: int, answers: queue.SimpleQueue[list[Address]]) -> None:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        answers.put(list(dict.fromkeys(addresses)))
    except (OSError, ValueError):
        answers.put([])


class _Watch:
    """Cuts a connection when its time is over: a server that sends a byte now and then would keep it for ever."""

    def __init__(self, connection: socket.socket, is_over: Callable[[], bool]) -> None:
        self._connection = connection
        self._is_over = is_over
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def keep(self, connection: socket.socket) -> None:
        """Watch what has been made of the connection."""
        self._connection = connection

    def end(self) -> None:
        """Close the connection and watch no longer."""
        self._ended.set()
        self._thread.join()
        self._connection.close()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK):
            if self._is_over():
                with contextlib.suppress(OSError):  # not connected any more
                    self._connection.shutdown(socket.SHUT_RDWR)
                return
