"""The strip at the bottom: what is known, since when, and what is not."""
