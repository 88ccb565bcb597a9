"""Help that needs no network: the guide and what is new."""

from supportdesk_desktop.ui.panes.help.news_line import NewsLine
from supportdesk_desktop.ui.panes.help.page import HelpPage

__all__ = ["HelpPage", "NewsLine"]
