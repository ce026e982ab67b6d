"""The DMN TCK as a floor: level 2 whole, level 3 nearly; skips when the collection is not there."""

from pathlib import Path

import pytest

from tests.engine.feel import tck

pytestmark = pytest.mark.skipif(not tck.TCK.is_dir(), reason=f"no DMN TCK at {tck.TCK}")


def score(level: str, *, tables_only: bool = False) -> tuple[int, int]:
    right = total = 0
    for folder in sorted((tck.TCK / level).iterdir()):
        model = tck.model(folder)
        if tables_only and not any(node.tables for node in model.nodes.values()):
            continue
        verdicts = [tck.passes(model, case)[0] for case in tck.cases(folder)]
        right, total = right + sum(verdicts), total + len(verdicts)
    return right, total


def test_all_decision_tables_of_level_2_are_right():
    assert score("compliance-level-2", tables_only=True) == (51, 51)


def test_level_2_is_right():
    right, total = score("compliance-level-2")
    assert total > 100
    assert right == total


def test_level_3_is_right_but_for_java_and_one_equality():
    right, total = score("compliance-level-3")
    assert total > 1400
    assert right / total >= 0.989


def test_only_models_that_call_java_are_refused():
    refused = {folder.name for folder in folders() if tck.model(folder).refused}
    assert refused == {"0076-feel-external-java"}


def folders() -> list[Path]:
    return sorted(
        folder for level in ("compliance-level-2", "compliance-level-3") for folder in (tck.TCK / level).iterdir()
    )
