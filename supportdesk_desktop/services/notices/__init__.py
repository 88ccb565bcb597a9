"""Announcing assignments, and the account of each."""
