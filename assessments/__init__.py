"""Questionnaires, answers, scores, use cases and their pass marks."""
