"""Layouts about readiness rounds: their questions, results and actions."""
