"""Planning: which lines are inspected, by chance and by risk, with every probability kept; and whom that burdens."""
