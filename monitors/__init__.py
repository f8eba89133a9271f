"""Measures live models against their reference and pass marks."""
