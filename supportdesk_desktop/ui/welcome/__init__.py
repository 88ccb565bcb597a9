"""The first page: server, key, and what is checked before the desk opens."""
