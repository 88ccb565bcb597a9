"""Counted phrases said outside any widget.

lupdate finds the plural forms of ``QObject.tr`` only, not those of ``QCoreApplication.translate``
with a variable count, so these phrases have an object of their own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


class Plurals(QObject):
    """Phrases whose words depend on a count."""

    def seconds_ago(self, seconds: int) -> str:
        """Return "il y a 16 secondes"."""
        return self.tr("il y a %n seconde(s)", "", seconds)

    def minutes_ago(self, minutes: int) -> str:
        """Return "il y a 6 minutes"."""
        return self.tr("il y a %n minute(s)", "", minutes)

    def hours_ago(self, hours: int) -> str:
        """Return "il y a 2 heures"."""
        return self.tr("il y a %n heure(s)", "", hours)

    def tickets(self, count: int) -> str:
        """Return "8 tickets"."""
        return self.tr("%n ticket(s)", "", count)

    def notified_in(self, milliseconds: int) -> str:
        """Return "notifié en 84 millisecondes"."""
        return self.tr("notifié en %n milliseconde(s)", "", milliseconds)
