"""Measurements: run by hand with `make bench`, never as a timed test."""
