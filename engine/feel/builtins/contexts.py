"""Functions on contexts. A changed context is a new one; the argument stays as it was."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import feel
from engine.feel.errors import Wrong
from engine.feel.properties import member


@feel("is defined", "value:any")
def is_defined(value: Any) -> bool:
    """True when there is a value: a missing variable or entry is null (an addition that other engines have too)."""
    return value is not None


@feel("get or else", "value:any, default:any")
def get_or_else(value: Any, default: Any) -> Any:
    """The value, or the default for null (an addition that other engines have too)."""
    return default if value is None else value


@feel("get value", "m:any, key:string")
def get_value(source: Any, key: str) -> Any:
    """The entry of that name, or null."""
    if isinstance(source, dict):
        return source.get(key)
    if source is None:
        raise Wrong("null_argument", argument="m")
    return member(source, key)


@feel("get value", "context:context, keys:list")
def get_nested_value(source: dict[str, Any], keys: list[Any]) -> Any:
    """The entry at the end of a path of names, or null."""
    if not keys:
        return None
    value: Any = source
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


@feel("get entries", "m:context")
def get_entries(source: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries as a list of contexts with `key` and `value`."""
    return [{"key": key, "value": value} for key, value in source.items()]


@feel("context", "entries:list")
def context(entries: list[Any]) -> dict[str, Any]:
    """The context of a list of entries; Wrong for an entry without key or value and for a key that comes twice."""
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise Wrong("wrong_argument_type", argument="entries")
        if entry["key"] in result:
            raise Wrong("duplicate_entry", name=entry["key"])
        result[entry["key"]] = entry["value"]
    return result


@feel("context put", "context:context, key:string, value:any")
def context_put(source: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The context with one entry set."""
    return {**source, key: value}


@feel("context put", "context:context, keys:list, value:any")
def context_put_nested(source: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    """The context with the entry at the end of a path of names set; Wrong when the path leads through something
    else.
    """
    if not keys or not isinstance(keys[0], str):
        raise Wrong("wrong_argument_type", argument="keys")
    if len(keys) == 1:
        return {**source, keys[0]: value}
    inner = source.get(keys[0], {})
    if not isinstance(inner, dict):
        raise Wrong("wrong_argument_type", argument="keys")
    return {**source, keys[0]: context_put_nested(inner, keys[1:], value)}


@feel("context merge", "contexts:list")
def context_merge(contexts: list[Any]) -> dict[str, Any]:
    """All entries of the contexts together; a later one wins."""
    result: dict[str, Any] = {}
    for item in contexts:
        if not isinstance(item, dict):
            raise Wrong("wrong_argument_type", argument="contexts")
        result |= item
    return result
