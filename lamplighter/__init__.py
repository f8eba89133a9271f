"""Lamplighter in a program or a notebook: checks of data that is in memory."""

from lamplighter.checking import check_frames
from lamplighter.frame_check import FrameCheck
from monitors.errors import MeasurementError

__all__ = ["FrameCheck", "MeasurementError", "check_frames"]
