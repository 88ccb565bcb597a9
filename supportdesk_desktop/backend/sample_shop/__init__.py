"""The sample shop of the local desk: its staff, customers and believable traffic."""
