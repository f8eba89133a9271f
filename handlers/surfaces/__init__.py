"""One home for each message: where it goes, how urgent it is, how to draw it."""
