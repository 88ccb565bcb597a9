"""The look of the window: tokens, fonts, icons and the generated style sheet."""

from supportdesk_desktop.ui.theme.theme import (
    STYLE,
    Mode,
    Theme,
    follow_theme,
    install,
    reduced_motion,
    set_look,
    theme,
)

__all__ = ["STYLE", "Mode", "Theme", "follow_theme", "install"]
__all__ += ["reduced_motion", "set_look", "theme"]
