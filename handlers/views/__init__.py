"""Submissions of modals."""
