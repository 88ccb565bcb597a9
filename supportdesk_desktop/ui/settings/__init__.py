"""Every setting of the profile, applied at once."""
