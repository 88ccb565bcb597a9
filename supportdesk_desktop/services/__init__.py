"""Use cases in plain asyncio: they own tasks, talk to net, store and system, publish changes."""
