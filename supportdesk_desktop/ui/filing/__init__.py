"""A ticket written on behalf of a customer."""
