"""Promises of time: the clocks of a case (acknowledge, first and next response, resolution, level), their warnings,
pauses and misses, and due dates counted anew when a calendar is edited."""
