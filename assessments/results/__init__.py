"""What a round's answers add up to, and how the result is shown and reported."""
