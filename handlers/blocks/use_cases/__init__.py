"""Layouts about use cases and pass marks."""
