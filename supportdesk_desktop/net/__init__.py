"""Bytes to core types and core errors, and back. Decides nothing, stores nothing."""
