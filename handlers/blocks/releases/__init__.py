"""Layouts about release requests."""
