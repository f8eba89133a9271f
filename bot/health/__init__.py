"""What `lamplighter doctor` checks; each finding is a sentence that says what to do."""
