"""Customer scoring: ABC, RFM, lifecycle, lifetime value, tier schemes with their guard. Numbers in, reasons out.

Pure: no database, no clock; money in integer cents, days as dates, `as_of` as an argument. One customer at a time
here, millions with the same answers in `engine.scoring.batch` (imported apart, because it brings Ibis and DuckDB).
"""

from engine.scoring import abc, clv, lifecycle, rfm
from engine.scoring.ladder import Member
from engine.scoring.replay import Effect, Move, effect, replay
from engine.scoring.review import ASSIGN, Reason, Review, Standing, Verdict, review, verdict
from engine.scoring.scheme import Guard, Scheme
from engine.scoring.scheme import read as read_scheme
from engine.scoring.tables import Answer, Refused, Table, simple
from engine.scoring.window import Purchase, back, opening, spend

__all__ = [
    "ASSIGN",
    "Answer",
    "Effect",
    "Guard",
    "Member",
    "Move",
    "Purchase",
    "Reason",
    "Refused",
    "Review",
    "Scheme",
    "Standing",
    "Table",
    "Verdict",
    "abc",
    "back",
    "clv",
    "effect",
    "lifecycle",
    "opening",
    "read_scheme",
    "replay",
    "review",
    "rfm",
    "simple",
    "spend",
    "verdict",
]
