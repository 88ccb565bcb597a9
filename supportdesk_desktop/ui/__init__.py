"""The window: Qt Widgets that show core types and emit intents."""
