"""Running cases: start, advance, message, signal, cancel, suspend, incidents.

The runtime moves the tokens and knows nothing of the world; this room keeps its state, serves what it asks for (inbox,
timers, messages, connectors, called processes) and tells the ledger what happened.
"""
