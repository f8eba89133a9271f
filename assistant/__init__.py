"""Answers questions over what the domains know; drafts, never decides."""
