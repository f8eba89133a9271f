"""Threads that work in the background, and let presses go first."""
