"""Pure rules and state: no I/O, no Qt, no clock and no randomness of its own."""
