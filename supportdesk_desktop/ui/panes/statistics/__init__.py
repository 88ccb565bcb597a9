"""The page of statistics: what the days on this computer were like."""

from supportdesk_desktop.ui.panes.statistics.page import StatisticsPage

__all__ = ["StatisticsPage"]
