"""Notices with gold read by people, and what binds their readings: digests and least scores."""
