"""How days are written where Django's own way would be misread: 03/04 is two days to two readers."""
