"""What deserves an alert, what it says, and what people decide about it."""
