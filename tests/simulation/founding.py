"""Makes, once and in a small world of its own, the files that every world begins with."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.database import file_url
from supportdesk_desktop.backend.desk import DeskOptions, open_desk
from supportdesk_desktop.backend.keys import new_id
from supportdesk_desktop.backend.tables import customers
from supportdesk_desktop.store.schema import prepare
from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.theme import STYLE, install
from tests.simulation import system
from tests.simulation.disk import Jobs
from tests.simulation.loop import SimLoop
from tests.simulation.machine import Kernel
from tests.simulation.network import Network
from tests.simulation.world import Founded, Person, World

NAMES = ("Aïcha Dossou", "Bio Kora", "Chimène Ahouansou")


def found(folder: Path) -> Founded:
    """Make a desk with three agents, a shop and some customers, and an empty store."""
    kernel = Kernel()
    system.begin(kernel, 0)
    loop = SimLoop(kernel, Random("founding"))
    Network(kernel, loop, Random("founding"))
    Jobs(kernel, loop, Random("founding"))
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        desk, store = Path(place) / "desk.db", Path(place) / "store.db"
        agents, shop_key = loop.run_until_complete(_people(desk))
        prepare(store)
        return Founded(desk.read_bytes(), store.read_bytes(), agents, shop_key)


async def _people(path: Path) -> tuple[list[Person], str]:
    desk = await open_desk(file_url(path), DeskOptions(limits=None))
    now = desk.clock()
    agents: list[Person] = []
    async with desk.writing() as writing:
        for number, name in enumerate(NAMES):
            email = f"agent{number}@exemple.bj"
            record, key = await add_agent(writing, name, email, now)
            agents.append(Person(record.id, name, key, f"user_{8841 + number}"))
        _, shop_key = await add_agent(
            writing, "Boutique", "boutique@exemple.bj", now, role="service", unlimited=True
        )
        for number in range(4):
            await writing.conn.execute(
                insert(customers).values(
                    id=new_id(),
                    external_id=f"user_{8841 + number}",
                    name=f"Client {number}",
                    email=f"client{number}@exemple.bj",
                    email_folded=f"client{number}@exemple.bj",
                    metadata="{}",
                    created_ms=now,
                    updated_ms=now,
                )
            )
    await desk.aclose()
    return agents, shop_key


def warm_up(founded: Founded, folder: Path) -> None:
    """Have everything loaded and compiled that a world needs: each is born with it."""
    app = QApplication(["simulation", "-style", STYLE])
    app.setQuitOnLastWindowClosed(False)
    install_language(app, "fr")
    install(app, "light", 1.0, styled=False)
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    world = World(-1, founded, folder)
    world.loop.run_until_complete(_short_life(world))
    shutil.rmtree(folder)


async def _short_life(world: World) -> None:
    await world.found()
    process = world.start_window(world.seats[0])
    await asyncio.sleep(2)
    await world.ask_desk("GET", "/api/v1/auth/whoami")
    with world.kernel.inside(process):
        process.parts["window"].open_new_ticket()
        process.parts["window"].pages.outbox()
    await asyncio.sleep(5)
    for one in world.kernel.processes:
        world.kernel.kill(one)
