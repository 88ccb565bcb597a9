"""Every filing of this computer, and what a person may decide about it."""
