"""SupportDesk Desktop: the agent's side of SupportDesk.

The rooms, and the one way imports go: ``ui -> services -> (net, store, system) -> core``;
``backend -> core``; ``app`` and ``cli`` see all. See ``docs/architecture.md``.
"""

__version__ = "1.0.0"
