"""The live feed as a use case: connect, store, account for, say what is known."""

from supportdesk_desktop.services.feed.service import FeedService

__all__ = ["FeedService"]
