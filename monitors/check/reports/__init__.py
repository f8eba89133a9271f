"""A check for readers: JSON, sentences, a page, a picture."""
