"""A round from its start to its last settled action: who is asked, when it ends, what follows."""
