"""The windows of a use case: drawn from what is stored, and read back."""
