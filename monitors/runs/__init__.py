"""A monitor's run: one window measured, kept and turned into alerts."""
