"""Notices to people of the house: in the application, by mail, by a group's robot, by a signed webhook.

A notice holds codes only and nothing personal: case number, task name, due time, link. Words are made in the reader's
language where they are read or sent. Whatever leaves the house is a job with retries.
"""
