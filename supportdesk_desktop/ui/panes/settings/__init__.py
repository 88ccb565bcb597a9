"""The settings window: every setting of the profile, applied at once."""

from supportdesk_desktop.ui.panes.settings.window import SettingsWindow

__all__ = ["SettingsWindow"]
