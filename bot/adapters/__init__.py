"""Adapters: one file a product, behind the ports of the floors below."""
