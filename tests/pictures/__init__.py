"""Pictures of every page of the window, to look at beside the design: ``script/screenshots``."""
