"""Planted mutants of the feed: each ``.patch`` breaks one promise, its first line says which."""
