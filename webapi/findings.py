"""Findings in words: what is wrong with a file, and how to mend it, made from the code where a person reads it."""

from typing import Any

from engine.definitions.reading import FileFinding
from webapi.texts_findings import finding as told


def shown(found: FileFinding, lang: str) -> dict[str, Any]:
    """A finding as deployments and `keflow deploy` tell it."""
    finding = found.finding
    message, remedy = told(finding.code, finding.params, lang)
    return {
        "file": found.file,
        "element": finding.element,
        "code": finding.code,
        "severity": finding.severity,
        "message": message,
        "remedy": remedy,
        "params": dict(finding.params),
    }
