"""Who may do what, asked at the press from the database."""
