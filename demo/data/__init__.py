"""A year of a company that does not exist, for the demo: from the same dice at every start."""

from demo.data.year import fill

__all__ = ["fill"]
