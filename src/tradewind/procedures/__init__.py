"""Standard operating procedures as versioned data: read, checked, compared, laid over each other, run and drawn.

A procedure is a value. What is done in a case is a list of events; how the case stands is what the procedure makes of
them. Pure functions, without database or clock: the platform and the command answer alike.
"""
