"""The ledger of announcements: every assignment is accounted for."""
