"""What people of the company answer themselves: they see what customers see, and nothing of it counts."""

from handlers.shared.update_context import UpdateContext


def is_preview(ctx: UpdateContext) -> bool:
    """Whether whoever wrote or pressed is of the staff at this moment: their answers are not stored."""
    return ctx.role is not None


def announced(ctx: UpdateContext, question: str) -> str:
    """The first question of a survey; where it is a preview, under a line that says so."""
    return f"{ctx.text('preview')}\n\n{question}" if is_preview(ctx) else question
