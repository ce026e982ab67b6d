"""Scenarios: a path through a process, told in data beside its drawing and played on the real engine.

The tests play them all, `keflow scenario run` plays one for a process owner, the demo company lives by them.
"""

from webapi.scenarios.playing import Astray, Play, Stage
from webapi.scenarios.reading import Scenario, duration, folders, scenarios

__all__ = ["Astray", "Play", "Scenario", "Stage", "duration", "folders", "scenarios"]
