"""Slack's two ways in, HTTP and Socket Mode, up to the listeners."""
