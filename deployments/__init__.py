"""Registered models, release requests, sign-offs, rollback, audit."""
