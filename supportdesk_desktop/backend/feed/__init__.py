"""The live feed gateway: ``supportdesk.assigned-tickets.v1`` over WebSocket."""

from supportdesk_desktop.backend.feed.gateway import FeedGateway
from supportdesk_desktop.backend.feed.limits import FeedLimits
from supportdesk_desktop.backend.feed.routes import feed_routes
from supportdesk_desktop.backend.feed.socket_protocol import FEED_SERVER_OPTIONS

__all__ = ["FEED_SERVER_OPTIONS", "FeedGateway", "FeedLimits", "feed_routes"]
