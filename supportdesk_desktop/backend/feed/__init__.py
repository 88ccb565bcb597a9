"""The live feed gateway: ``supportdesk.assigned-tickets.v1`` over WebSocket."""
