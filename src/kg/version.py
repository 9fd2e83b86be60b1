"""The version of this program, in its one place: the distribution's metadata is made of it."""

__version__ = "0.1.0"
