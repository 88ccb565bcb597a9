"""The palette offers what the store finds as one types, and leads where it says."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.search import PaletteFound
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.window.palette import Palette
from supportdesk_desktop.ui.window.palette_presenter import FEW, MANY, PalettePresenter
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import find, press, type_text
from tests.desktop.ui.sample_tickets import row
from tests.fakes.workspace import workspace

VIEWS = (SavedView(SavedViewId("v"), "Urgences Parakou", "tag:parakou"),)
FOUND = PaletteFound(
    ("priorité:urgente",),
    (row(1045, subject="Livraison urgente"),),
    (KnownCustomer("user_4409", "Urgèle Kouton", None, None, 0),),
)


class Search:
    """Finds the same for every text, or cannot read the store."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.fails = False

    async def suggest(self, text: str, _lang: str, most: int) -> PaletteFound:
        self.asked.append((text, most))
        if self.fails:
            raise StoreError("damaged")
        return FOUND if text else PaletteFound()


async def test_what_is_found_is_offered_and_opened(window: MainWindow) -> None:
    search, opened = Search(), list[str]()
    bridge = Bridge(Bus(), window)
    work = workspace(bridge, search=search, saved_views=SimpleNamespace(views=VIEWS))
    presenter = PalettePresenter(work, opened.append, window)
    window.pages.serve(Palette, presenter.attach)
    window.toggle_palette()
    palette = window.pages.palette()
    line = find(palette, QLineEdit, "palette-line")

    async def titles() -> list[str]:
        await presenter.settle()
        return [one.title for one in palette.entries()][-4:]

    type_text(line, "urg")
    assert await titles() == [
        *("Urgences Parakou", "priorité:urgente", "Livraison urgente", "Urgèle Kouton")
    ]
    assert palette.entries()[-1].target == "client:user_4409"
    assert search.asked[-1] == ("urg", FEW)
    for _ in range(3):
        press(line, Qt.Key.Key_Tab)
    assert await titles() == ["Livraison urgente"]
    assert search.asked[-1] == ("urg", MANY)
    press(line, Qt.Key.Key_Return)
    assert opened == ["id-1045"]
    search.fails = True
    window.toggle_palette()
    type_text(line, "urg")
    assert await titles() == ["Nouveau ticket de priorité Urgente", "Urgents", "Urgences Parakou"]
    await presenter.aclose()
    bridge.close()
