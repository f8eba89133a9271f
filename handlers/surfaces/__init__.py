"""One home for each message: where it stands, how urgent it is, how it is drawn."""
