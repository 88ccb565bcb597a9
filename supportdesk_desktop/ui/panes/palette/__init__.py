"""The palette: every action, view, ticket and customer in one list (``design/palette.png``)."""

from supportdesk_desktop.ui.panes.palette.palette import Palette

__all__ = ["Palette"]
