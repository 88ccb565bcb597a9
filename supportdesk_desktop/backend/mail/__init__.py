"""Mail to the agent whom a ticket was assigned to."""
