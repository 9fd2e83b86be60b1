"""What is known beforehand: places, bodies, measures, patterns, read from ``data/``."""
