"""Between panes and services: a pane emits, its presenter runs the task and shows the answer."""
