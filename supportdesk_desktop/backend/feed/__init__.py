"""The live feed: ``supportdesk.assigned-tickets.v1`` over WebSocket."""
