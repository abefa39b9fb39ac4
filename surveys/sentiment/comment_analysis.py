"""What is found in a comment: which way it leans and what it is about."""

from typing import NamedTuple


class CommentAnalysis(NamedTuple):
    """The polarity of a comment, −1…1, and the ids of its themes; none where it has none of their words."""

    polarity: float
    themes: tuple[str, ...] = ()
