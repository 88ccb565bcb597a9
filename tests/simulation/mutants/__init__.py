"""The world against mutants: each is the reverse of one mend (``git diff COMMIT COMMIT^``)."""
