"""Who is away, until when, and who stands in; and reading days as people type them."""
