"""Rows that wait for a worker: surfaces to show, jobs to do; each is claimed with a lease."""
