"""Help that needs no network: the guide, what is new, and the shortcuts."""
