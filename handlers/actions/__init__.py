"""Presses on buttons and menus."""
