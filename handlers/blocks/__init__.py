"""Layouts: values in, blocks out."""
