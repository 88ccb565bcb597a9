"""The operating system, behind small protocols with one real adapter each."""
