"""The DMN TCK as a floor: level 2 whole, level 3 nearly; skips when the collection is not there."""

import pytest

from tests.engine.feel import tck

pytestmark = pytest.mark.skipif(not tck.TCK.is_dir(), reason=f"no DMN TCK at {tck.TCK}")
LEVEL_2, LEVEL_3 = "compliance-level-2", "compliance-level-3"


@pytest.fixture(scope="module")
def runs():
    """Every folder: its level, its model and the verdict on each of its cases."""
    folders = [folder for level in (LEVEL_2, LEVEL_3) for folder in sorted((tck.TCK / level).iterdir())]
    models = [(folder, tck.model(folder)) for folder in folders]
    return [(folder, model, [tck.passes(model, case)[0] for case in tck.cases(folder)]) for folder, model in models]


def verdicts(runs, level):
    return [verdict for folder, _, found in runs if folder.parent.name == level for verdict in found]


def test_all_decision_tables_of_level_2_are_right(runs):
    tables = [
        run for run in runs if run[0].parent.name == LEVEL_2 and any(node.tables for node in run[1].nodes.values())
    ]
    assert verdicts(tables, LEVEL_2) == [True] * 51


def test_level_2_is_right(runs):
    assert verdicts(runs, LEVEL_2) == [True] * 126


def test_level_3_is_right_but_for_java_and_one_equality(runs):
    found = verdicts(runs, LEVEL_3)
    assert len(found) == 1458
    assert sum(found) >= 1443


def test_only_models_that_call_java_are_refused(runs):
    assert {folder.name for folder, model, _ in runs if model.refused} == {"0076-feel-external-java"}
