"""Layouts about monitors and alerts."""
