"""The sentences that tests are written in: a house with a real database, a real engine and a clock one can push."""

from tests.kit.house import House, Run, TaskHandle

__all__ = ["House", "Run", "TaskHandle"]
