"""One ticket in full: what it says, who asks, how it came and whether it was announced."""
