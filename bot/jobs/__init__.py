"""Slow work, one file for each subject; found by discovery."""
