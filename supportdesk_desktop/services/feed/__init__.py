"""The live feed as a use case: connect, store, announce, and publish its status."""
