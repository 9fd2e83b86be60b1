"""Zeren."""
