"""A simulated world: client, store and desk in one process under virtual time, from one seed."""
