"""Values of items as bytes, for worker processes and for the program's own files.

MessagePack (``msgpack``): it reads faster than JSON, keeps texts and bytes apart, and damaged bytes run nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgpack

from editor_app.core.missing import MISSING
from editor_app.core.state import Odd, Value

UNPACK_ERRORS: Final = (ValueError, TypeError, IndexError, msgpack.exceptions.UnpackException)
"""What :func:`unpack`, and whoever takes apart what it gave, may raise on bytes of somebody else."""

_HUGE: Final = 1  # MessagePack's extension type for whole numbers of more than 64 bits


def pack(value: Any) -> bytes:
    """Plain values as bytes; also texts that are not UTF-8, and whole numbers of any size."""
    return msgpack.packb(value, unicode_errors="surrogatepass", default=_pack_huge)  # type: ignore[no-any-return]


def pack_each(values: Iterable[Any]) -> list[bytes]:
    """Many values, each as bytes of its own; what packs them is made once."""
    packer = msgpack.Packer(unicode_errors="surrogatepass", default=_pack_huge)
    return list(map(packer.pack, values))


def unpack(data: bytes) -> Any:
    """What :func:`pack` was given, with lists in the place of tuples."""
    return msgpack.unpackb(data, unicode_errors="surrogatepass", ext_hook=_unpack_huge)


def plain(value: Value) -> Any:
    """Bytes stand for what is no value of YAML: none for a missing key, its words for something odd."""
    if value is MISSING:
        return b""
    return value.text.encode() if isinstance(value, Odd) else value


def from_plain(plain: Any) -> Value:
    """The value that :func:`plain` was given."""
    if plain.__class__ is bytes:
        return Odd(plain.decode()) if plain else MISSING
    return plain  # type: ignore[no-any-return]


def _pack_huge(value: object) -> msgpack.ExtType:
    """A whole number beyond 64 bits; YAML knows no bound."""
    if not isinstance(value, int):
        raise TypeError(type(value).__name__)
    return msgpack.ExtType(_HUGE, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def _unpack_huge(code: int, data: bytes) -> int:
    if code != _HUGE:
        raise ValueError("unknown extension")
    return int.from_bytes(data, "big", signed=True)
