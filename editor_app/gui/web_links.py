"""From an address in a file to one that may be handed to a browser."""

from __future__ import annotations

from PySide6.QtCore import QUrl

from editor_app.core.display_text import web_address


def web_url(text: str) -> QUrl | None:
    """The address to open; None where it is none, or where Qt would read another host in it than was shown."""
    found = web_address(text)
    if found is None:
        return None
    url = QUrl(found.address)
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    port = f":{url.port()}" if url.port() != -1 else ""
    told = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    if not url.isValid() or url.scheme() not in ("http", "https") or url.userInfo() or told != found.host:
        return None
    return url
