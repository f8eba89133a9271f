"""Slack in, Slack out: listeners and layouts; no rules of its own."""
