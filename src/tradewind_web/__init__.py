"""The platform: agencies of several Parties at work on findings, each seeing what is theirs and nothing else.

One Django app a noun that its users say; an app imports only apps above it in ARCHITECTURE.md's list. Every write
is a keyword-only function in an app's `actions.py`; every read that reaches a person starts at `visible_to`.
"""
