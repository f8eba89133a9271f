"""Distributions, tests and evidence over plain numbers; no tables, no columns."""
