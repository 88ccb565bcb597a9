"""Which assignments are announced, how, and what became of each."""
