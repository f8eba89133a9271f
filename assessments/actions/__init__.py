"""The roadmap: steps that people take on, with owner and date."""
