"""The frame of the window: its regions, pages, commands, rail, palette and messages."""
