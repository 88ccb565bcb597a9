"""What must be true once the world is calm, and what must be true all the time."""

from __future__ import annotations

from tests.simulation.world import Seat, World


class Promises:
    def __init__(self, world: World) -> None:
        self._world = world
        self.events = 0

    def watch(self) -> None: ...

    async def judge(self) -> None: ...


def differences(world: World, seat: Seat) -> list[str]:
    return []
