"""The live feed as a use case: connect, store, account for, say what is known."""
