"""What a round's answers add up to, and how it is shown and reported."""
