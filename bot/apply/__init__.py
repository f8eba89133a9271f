"""Models and monitors as code: the file that `lamplighter apply` reads."""
