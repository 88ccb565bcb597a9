"""What else can be done with a ticket: the commands of the window, and what can be copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.core.tickets import Ticket

translate = QCoreApplication.translate


def more_menu(
    parent: QWidget,
    ticket: Ticket | None,
    fill: Callable[[QMenu], None],
    copy: Callable[[str], None],
) -> QMenu:
    """Return the menu, to be opened once; without a readable ticket it has the commands alone."""
    menu = QMenu(parent)
    menu.setObjectName("more-menu")
    menu.setAccessibleName(translate("MoreMenu", "Plus d’actions"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    if ticket is None:
        return menu
    menu.addSeparator()
    for words, text in (
        (translate("MoreMenu", "Copier le courriel"), ticket.customer.email),
        (translate("MoreMenu", "Copier le téléphone"), ticket.customer.phone),
    ):
        if text:
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, copied=text: copy(copied))
    return menu
