"""Scores: pure rules over answers, no database."""
