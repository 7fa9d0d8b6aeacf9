"""What must balance: consignments and free zones; clocks of discharge. Pure functions, without database or clock.

`balance` and `clocks` are written with operators, so that a detector over a whole table (Ibis columns) and the platform
over one consignment (whole grams, days) answer with the same arithmetic.
"""
