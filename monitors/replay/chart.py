"""A replay's picture: each window's largest drift, and where it would have alerted."""

from ground.counting import counted
from ground.png import as_png
from monitors.palette import INK, LIMIT, NOW
from monitors.replay.card import ReplayCard


def draw_replay(card: ReplayCard) -> bytes:
    """Draw a replay as a PNG, 1440 by 640 pixels, with a numbered line for each alert."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first chart alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(9, 4), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    known = [(at + 1, effect) for at, effect in enumerate(card.effects) if effect is not None]
    axes.plot([at for at, _ in known], [effect for _, effect in known], color=NOW, marker=".")
    axes.axhline(card.limit, color=LIMIT, linestyle="--")
    for number, alarm in enumerate(card.alarms, start=1):
        axes.axvline(alarm.window + 1, color=LIMIT, linewidth=1)
        axes.annotate(
            f"alert {number}", (alarm.window + 1, 1), xycoords=("data", "axes fraction"),
            color=LIMIT, ha="left", va="top",
        )  # fmt: skip
    axes.set_yscale("symlog", linthresh=max(card.limit, 0.01) * 2)
    axes.set_ylim(bottom=0)
    axes.set_title("Largest drift per window, as a multiple of its limit", color=INK, loc="left")
    axes.set_xlabel("window")
    axes.locator_params(axis="x", integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    return as_png(figure)


def replay_alt_text(card: ReplayCard) -> str:
    """Describe the picture in words."""
    alarms = ", ".join(str(alarm.window + 1) for alarm in card.alarms) or "none"
    return (
        f"The largest drift in each of {counted(len(card.effects), 'window')} of "
        f"{card.model_name}, as a multiple of its limit. Windows that would have opened an "
        f"alert: {alarms}."
    )
