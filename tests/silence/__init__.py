"""How much of what is read wrongly is told: every miss of a pool of notices, and what points at it."""
