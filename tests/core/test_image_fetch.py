"""Fetching pictures from servers that do what they like."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from editor_app.core.errors import ImageRefused
from editor_app.core.image_fetch import Limits, fetch_image, is_public
from editor_app.core.image_store import ImageStore

HERE = Limits(allow_private=True, seconds=5, most_bytes=100_000)
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A server of this machine that answers each path as a test wants."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.headers.append(dict(self.headers))
                with suppress(OSError):  # the client had enough
                    outer.answers[self.path](self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def says(data: bytes, status: int = 200, length: int | None = None, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def never() -> bool:
    return False


def fetched(address: str, limits: Limits = HERE) -> bytes:
    return fetch_image(address, never, limits)


def test_a_picture_comes_as_it_is_and_nothing_is_told_of_us(server: Server) -> None:
    server.answers["/a.png?w=1"] = says(b"picture")
    assert fetched(server.address + "/a.png?w=1#part") == b"picture"
    (sent,) = server.headers
    assert not {"Cookie", "Referer", "Authorization"} & set(sent)


def test_letters_of_other_scripts_are_asked_for_as_browsers_do(server: Server) -> None:
    server.answers["/m%C3%B6we.png?w=1%20"] = says(b"picture")
    assert fetched(server.address + "/möwe.png?w=1%20") == b"picture"


def test_redirects_are_followed_a_few_times(server: Server) -> None:
    server.answers["/one"] = says(b"", 302, Location="/two")
    server.answers["/two"] = says(b"", 301, Location=f"{server.address}/three")
    server.answers["/three"] = says(b"picture")
    assert fetched(server.address + "/one") == b"picture"
    server.answers["/round"] = says(b"", 302, Location="/round")
    with pytest.raises(ImageRefused, match="without end"):
        fetched(server.address + "/round")
    assert server.asked.count("/round") < 10


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "//user:pw@127.0.0.1/x", "gopher://x/", "", "data:,x"],
)
def test_a_redirect_leads_to_the_web_or_nowhere(server: Server, target: str) -> None:
    server.answers["/one"] = says(b"", 302, Location=target)
    with pytest.raises(ImageRefused):
        fetched(server.address + "/one")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:x", "http://u@a.example/", "", "x.png"]
)
def test_only_web_addresses_are_asked_for(address: str) -> None:
    with pytest.raises(ImageRefused, match="no web address"):
        fetched(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "http://localhost/x.png",
        "http://[::1]/x.png",
        "http://10.0.0.1/x.png",
        "http://192.168.1.1/x.png",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/x.png",
        "http://[::ffff:127.0.0.1]/x.png",
        "http://[fe80::1]/x.png",
        "http://[64:ff9b::7f00:1]/x.png",
    ],
)
def test_this_machine_and_its_network_are_never_asked(address: str) -> None:
    with pytest.raises(ImageRefused, match="no server of the open internet"):
        fetch_image(address, never, Limits(seconds=5))


def test_a_redirect_to_this_machine_is_not_followed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is taken to be public, and redirects to where only this machine is."""
    server.answers["/secret"] = says(b"secret")
    public = ipaddress.ip_address("127.0.0.1")
    seen: list[object] = []

    def first_only(address: object) -> bool:
        seen.append(address)
        return address == public and len(seen) == 1

    monkeypatch.setattr("editor_app.core.image_fetch.is_public", first_only)
    port = server.address.rpartition(":")[2]
    server.answers["/one"] = says(b"", 302, Location=f"http://localhost:{port}/secret")
    with pytest.raises(ImageRefused, match="port"):
        fetch_image(server.address + "/one", never, Limits(seconds=5))
    assert "/secret" not in server.asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::", False),
        ("2002:7f00:1::", False),
        ("2002:5db8:d822::", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_picture_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    server.answers["/big"] = says(b"x", length=100_000_000)
    with pytest.raises(ImageRefused, match="too large"):
        fetched(server.address + "/big")


def test_a_picture_that_never_ends_is_cut(server: Server) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 10_000)

    server.answers["/endless"] = endless
    with pytest.raises(ImageRefused, match="too large"):
        fetched(server.address + "/endless")


def test_a_picture_that_drips_is_given_up(server: Server) -> None:
    stop = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not stop.wait(0.05):
            request.wfile.write(b"x")

    server.answers["/drip"] = drip
    with pytest.raises(ImageRefused, match="too long"):
        fetched(server.address + "/drip", Limits(allow_private=True, seconds=0.5))
    stop.set()


def test_a_server_that_drips_its_headers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            client, _ = listening.accept()
            with client:
                client.sendall(b"HTTP/1.1 200 OK\r\n")
                try:
                    for number in range(1_000):
                        client.sendall(b"X-%d: y\r\n" % number)
                        time.sleep(0.02)
                except OSError:
                    pass

        thread = threading.Thread(target=talk)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        with pytest.raises(ImageRefused):
            fetched(address, Limits(allow_private=True, seconds=0.4))
        thread.join()


def test_a_server_that_says_nothing_is_left_once_nobody_waits(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        given_up = threading.Event()
        threading.Timer(0.3, given_up.set).start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        with pytest.raises(ImageRefused):
            fetch_image(address, given_up.is_set, Limits(allow_private=True, seconds=30))


@pytest.mark.parametrize(
    "answer",
    [
        says(b"", 404),
        says(b"", 500),
        says(b"x", Content_Encoding="gzip"),
        says(b"short", length=50),
        says(b"", 302, Location=""),
    ],
)
def test_what_is_no_whole_picture_is_none(server: Server, answer: Answer) -> None:
    server.answers["/x"] = answer
    with pytest.raises(ImageRefused):
        fetched(server.address + "/x")


def test_nonsense_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            client, _ = listening.accept()
            with client:
                client.recv(1_000)
                client.sendall(b"\x00\xff" * 5_000)

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(ImageRefused, match="no answer"):
            fetched(f"http://127.0.0.1:{listening.getsockname()[1]}/x")
        thread.join()


def test_a_closed_port_is_told(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ImageRefused, match="cannot be reached"):
        fetched(f"http://127.0.0.1:{port}/x")


def test_kept_pictures_stay_within_bounds(tmp_path: Path) -> None:
    store = ImageStore(tmp_path / "images", most_files=3, most_bytes=1_000)
    for number in range(6):
        store.put(f"http://a.example/{number}", b"x" * 10)
    assert len(list((tmp_path / "images").iterdir())) == 3
    assert store.get("http://a.example/5") == b"x" * 10
    assert store.get("http://a.example/0") is None
    store.put("http://a.example/big", b"x" * 995)
    assert store.get("http://a.example/big") is not None
    assert store.get("http://a.example/5") is None
    store.forget("http://a.example/big")
    assert store.get("http://a.example/big") is None


def test_a_store_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file stands in the way")
    store = ImageStore(tmp_path / "images")
    store.put("http://a.example/", b"x")
    assert store.get("http://a.example/") is None
