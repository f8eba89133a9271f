"""What monitors have noticed: certain and worth a look, and nobody has to decide."""

from collections.abc import Sequence

from ground.counting import counted
from handlers.blocks.text import cut, escape, moment, short
from monitors.alerts.notices import LastingNotice, NoticedModel

MOST_NOTICES, LONGEST_NOTICE = 3, 300


def notice_lines(
    notices: Sequence[LastingNotice], most: int = MOST_NOTICES, longest: int = LONGEST_NOTICE
) -> list[str]:
    """Write notices, a line each; count those that don't fit."""
    lines = [
        f"  ◦ {escape(cut(one.sentence, longest))}, since {moment(one.since)}"
        for one in notices[:most]
    ]
    left = len(notices) - len(lines)
    return [*lines, *([f"  ◦ … and {left} more"] if left else [])]


def noticed_text(model: NoticedModel) -> str:
    """Write what a model's monitor has noticed, below its name."""
    many = counted(len(model.notices), "thing")
    title = f"*{short(model.model_name)}*: {many} worth a look, {moment(model.ran_at)}"
    return "\n".join([title, *notice_lines(model.notices)])
