"""What a file may be. Pure."""

import unicodedata

from engine.kernel import Invalid

LARGEST = 20 * 1024 * 1024
OTHER = "application/octet-stream"
FIRST_BYTES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
}
SHOWN = ("image/png", "image/jpeg", "image/gif")
"""What a browser may show in the page; everything else is only saved."""


def check(content: bytes) -> None:
    """Invalid when there is nothing in it, or more than 20 MB."""
    if not content:
        raise Invalid("file_empty", [{"path": "file", "code": "file_empty", "params": {}}])
    if len(content) > LARGEST:
        raise Invalid("file_too_large", [{"path": "file", "code": "file_too_large", "params": {"most": 20}}], most=20)


def clean(name: str) -> str:
    """The file's name without folders and without what nobody can see; never empty, at most 120 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > 120:
        name = f"{stem[: 119 - len(ending[:10])]}.{ending[:10]}"
    return name[:120] or "file"


def media(content: bytes) -> str:
    """What the first bytes say."""
    return next((kind for start, kind in FIRST_BYTES.items() if content.startswith(start)), OTHER)
