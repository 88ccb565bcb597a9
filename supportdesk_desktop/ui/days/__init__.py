"""The journal of blind intervals and the statistics of the days on this computer."""
