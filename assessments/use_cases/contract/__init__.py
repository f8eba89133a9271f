"""A use case as a contract: its rules as data, and everything that follows from them, pure."""
