"""What free text says, as lengths and words: the text itself stays in the engine."""
