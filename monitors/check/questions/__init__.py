"""What is asked beyond single columns: groups, rows, vectors, texts, repeats."""
