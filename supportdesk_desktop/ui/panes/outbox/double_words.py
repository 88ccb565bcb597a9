"""What the outbox says of a filing that became two tickets, or may have."""

from __future__ import annotations

from PySide6.QtCore import QObject

from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.ledger import Doubling, doubling, unproven_sends
from supportdesk_desktop.ui import texts


class DoubleWords(QObject):
    """Words for a double, in the language of the window."""

    def reason(self, filing: Filing) -> str:
        """Return the second line of a filing with a double, known or possible; else nothing."""
        match doubling(filing):
            case Doubling.KNOWN:
                return self.tr("en double avec {numbers}").format(numbers=_numbers(filing))
            case Doubling.POSSIBLE:
                return self.tr("doublon possible, renvoyé par vous")
        return ""

    def explanation(self, filing: Filing, title: str, text: str) -> tuple[str, str]:
        """Return title and text of a confirmed filing, with the double that it is or may be."""
        match doubling(filing):
            case Doubling.KNOWN:
                more = self.tr(
                    "Un autre ticket porte la même référence : {numbers}. Clôturez celui de trop."
                ).format(numbers=_numbers(filing))
                return self.tr("{title}, en double").format(title=title), f"{text} {more}"
            case Doubling.POSSIBLE:
                earlier = unproven_sends(filing)
                time = texts.clock_seconds(earlier[0].at_ms) if earlier else ""
                more = self.tr(
                    "L’envoi de {time}, resté sans réponse, a peut-être créé un second ticket : "
                    "cherchez-le dans le tableau de bord SupportDesk."
                ).format(time=time)
                return self.tr("{title}, doublon possible").format(title=title), f"{text} {more}"
        return title, text


def _numbers(filing: Filing) -> str:
    return texts.one_line(", ".join(one.ticket_number for one in filing.doubles))
