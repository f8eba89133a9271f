"""Every refusal's sentence, a table for each domain: a second language is another table."""
