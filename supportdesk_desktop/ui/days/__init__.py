"""What the days on this computer were like: the journal of the feed and the statistics."""
