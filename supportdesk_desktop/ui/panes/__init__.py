"""The regions of the window, one class a file."""
