"""Data quality: what is missing, new or out of range, each judged by itself."""
