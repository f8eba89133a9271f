"""Menus that search: what they offer for what a person has typed."""
