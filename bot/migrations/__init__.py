"""Alembic's migrations, and the one way to run them."""
