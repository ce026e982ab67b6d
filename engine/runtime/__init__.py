"""The runtime: drawings in, models and findings out; a command in, a step out. Pure: no database, no clock, no actor.

The only room that knows SpiffWorkflow. Its parser builds the spec graph and its task tree holds the tokens; everything
that it gets wrong (see docs/decisions) is done by our own task specs, stepping loop and snapshot.

    parsed = parse(xml)                                          -> Parsed: models, findings (codes), documentation
    step = start(model, variables, env, at=None)                 -> Step: state, variables, events, status
    step = advance(model, state, variables, command, env)        -> Step
    catches(model, state, token, kind, code)                     -> would this open call take the error or escalation?
    first_due(start, env), following(schedule, zone)             -> Schedule of a timer start event

One variable scope an instance: a plain dict of FEEL values that goes in and comes out; the one handed in is not
changed. The caller stores `state` and `variables`, serves the events (inbox rows, timers, messages, connectors, calls)
and comes back with a command for a token. What an expression or model gets wrong is an `Incident`, never an exception;
only a command for a token that is not there raises (`NoSuchToken`). A called process is an instance of its own.
"""

from engine.runtime.commands import (
    Cancel,
    Command,
    Complete,
    Deliver,
    Escalate,
    Fail,
    Fire,
    GiveUp,
    Resolve,
    Resume,
    Retry,
    SetVariables,
)
from engine.runtime.engine import advance, catches, first_due, start
from engine.runtime.events import (
    CallRequest,
    Cancelled,
    Decided,
    Ended,
    Entered,
    Event,
    Finished,
    HumanTask,
    Incident,
    IncidentEnded,
    Joined,
    MessageWait,
    ServiceRequest,
    SignalWait,
    Thrown,
    TimerSet,
    WaitEnded,
)
from engine.runtime.model import Element, Env, Model, NoSuchToken, Parsed, References, Start, Step, Stuck
from engine.runtime.parsing import parse
from engine.runtime.snapshot import UnknownFormat
from engine.runtime.timers import Schedule, following

__all__ = [
    "CallRequest",
    "Cancel",
    "Cancelled",
    "Command",
    "Complete",
    "Decided",
    "Deliver",
    "Element",
    "Ended",
    "Entered",
    "Env",
    "Escalate",
    "Event",
    "Fail",
    "Finished",
    "Fire",
    "GiveUp",
    "HumanTask",
    "Incident",
    "IncidentEnded",
    "Joined",
    "MessageWait",
    "Model",
    "NoSuchToken",
    "Parsed",
    "References",
    "Resolve",
    "Resume",
    "Retry",
    "Schedule",
    "ServiceRequest",
    "SetVariables",
    "SignalWait",
    "Start",
    "Step",
    "Stuck",
    "Thrown",
    "TimerSet",
    "UnknownFormat",
    "WaitEnded",
    "advance",
    "catches",
    "first_due",
    "following",
    "parse",
    "start",
]
