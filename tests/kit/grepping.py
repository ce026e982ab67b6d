"""Looking for texts in everything that a house has stored: all columns of all tables, unpacked, and files."""

import base64
import json
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from tests.kit.house import House


def found(house: House, words: list[str], *folders: Path) -> list[str]:
    """`table.column: word` for every place of the database (and of files below these folders) that holds a word, as
    it is, with JSON's escapes, in base64, compressed or zipped."""
    places = []
    with house.engine.connect() as connection:
        for table in sorted(inspect(house.engine).get_table_names()):
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for column, value in row.items():
                    places += [f"{table}.{column}: {word}" for word in words if holds(value, word)]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                places += [f"{path.name}: {word}" for word in words if holds(path.read_bytes(), word)]
    return sorted(set(places))


def holds(value: Any, word: str, deep: int = 0) -> bool:
    """Whether a stored value holds a word in any of these ways."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes | memoryview):
        return False
    content = bytes(value)
    ways = {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le"), word.encode("gb18030")}
    for plain in (word.encode(),):
        for shift in range(3):  # base64 of a text around it begins at any of three places
            whole = base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4]
            ways.add(whole if len(whole) >= 8 else plain)
    if any(way in content for way in ways):
        return True
    return deep < 3 and any(holds(inner, word, deep + 1) for inner in _unpacked(content))


def _unpacked(content: bytes) -> list[bytes]:
    found = []
    if content[:1] == b"2":
        found.append(content[1:])
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    try:
        return [zlib.decompress(content[1:] if content[:1] == b"2" else content)]
    except zlib.error:
        return []
