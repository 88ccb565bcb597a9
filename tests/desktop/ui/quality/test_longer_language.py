"""Every page in a language 40 % longer: nothing is cut, scrolls sideways or is untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from supportdesk_desktop.core.wording import Words
from supportdesk_desktop.ui.language import remove_language
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox
from tests.desktop.ui.quality.looking import (
    cut_words,
    painted,
    past_the_edge,
    path_of,
    sideways,
    texts_of,
    unnamed,
    visible,
)
from tests.desktop.ui.quality.pseudo import PseudoTranslator, pseudo, without_translated
from tests.pictures.__main__ import opened
from tests.pictures.scenes import ARABIC, HEBREW, SCENES, SUBJECTS, Scene, each_page

PAGES = [scene for scene in SCENES if scene.language == "fr" and scene.scale == 1.0]
PAGES += [scene for scene in each_page(SCENES) if scene not in PAGES]
SIZED = [
    # The window of settings is one of its own, with a smallest width of its own.
    scene if "settings" in scene.name else replace(scene, width=900)
    for scene in PAGES
] + [replace(scene, width=1440) for scene in each_page(PAGES) if "settings" not in scene.name]

NAMES = """
    Aïcha Houngbédji N1 Koffi Mensah Urgèle Kouton Nadège Hounkpè Boutique Adjara user usr
    koffi.mensah@exemple.bj urgele@exemple.bj paiement Paiement double débit tag:paie
    Urgences Parakou priorité:urgente Livraisons Plus de XOF Retraits mobile Colis retenu en douane
    Demande de duplicata facture Adresse illisible Doublon orderId amount captured true false
    invoiceId
    dunst INV CUSTOMER_NOT_FOUND https://api.supportdesk.example support tickets number Bonjour
    فاطمة الزهراء דוד כהן دفع שלום note Rappeler demain voici le message deux
    marqué traité créé confié Rodolphe Biaou Duplicata de facture est refusé gardé
    Client inconnu du serveur Partira au retour du réseau Ouvrir Corriger Boîte d’envoi
    SupportDesk Desktop Markdown JSON Français English
"""
"""Remote data of the scenes, codes, and names that are the same in every language."""
KEYS = "Ctrl Alt Maj Tab Shift Suppr Fin Origine F"


@pytest.fixture
def app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """The application in the longer language; its own put back afterwards."""
    before = QLocale()
    translator = PseudoTranslator()

    def install(_app: QApplication, _language: str) -> None:
        QLocale.setDefault(QLocale("fr_FR"))
        remove_language(qapp)
        qapp.removeTranslator(translator)
        qapp.installTranslator(translator)

    say = Words.say

    def say_longer(self: Words, lang: str, **facts: object) -> str:
        return pseudo(say(self, lang, **facts))

    monkeypatch.setattr("tests.pictures.__main__.install_language", install)
    monkeypatch.setattr(Words, "say", say_longer)
    yield qapp
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def test_every_page_is_walked() -> None:
    shows = {scene.show.__qualname__ for scene in SCENES}
    assert {scene.show.__qualname__ for scene in SIZED} >= shows


@pytest.mark.parametrize("scene", SIZED, ids=lambda scene: f"{scene.name}-{scene.width}")
def test_a_longer_language_fits_and_nothing_is_left_in_french(
    app: QApplication, scene: Scene
) -> None:
    with opened(app, scene) as shown:
        written = painted(app, shown)
        assert cut_words(shown, written) == []
        assert sideways(shown) == []
        assert past_the_edge(shown) == []
        assert unnamed(shown) == []
        said = [(one.widget, one.text) for one in written]
        said += [(widget, text) for widget in visible(shown) for text in texts_of(widget)]
        left = {f"{path_of(widget)}: {text!r}" for widget, text in said if _foreign(text)}
        assert sorted(left) == []


def _foreign(text: str) -> list[str]:
    """Return the words of a text that neither the scenes, nor a date, nor keys account for."""
    # An ellipsis may have cut the last word: it is judged where it is whole.
    rest = re.sub(r"[\w\u200d]*…$", "", without_translated(text))
    return [word for word in _words(rest) if len(word) > 2 and word not in _known_words()]


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)}


@cache
def _known_words() -> set[str]:
    locale = QLocale("fr_FR")
    days = [QDate(2026, 1, 1).addDays(count) for count in range(0, 365, 5)]
    dates = [locale.toString(day, form) for day in days for form in ("dddd d MMMM", "ddd d MMM")]
    written = [f"{subject} {category}" for _, subject, _, category in SUBJECTS]
    subjects = [ARABIC, HEBREW, *written]
    return set().union(*(_words(text) for text in (NAMES, KEYS, *subjects, *dates)))


@contextmanager
def _row(*widgets: QWidget) -> Iterator[QWidget]:
    room = QWidget()
    hbox(*widgets, of=room)
    room.show()
    yield room
    room.close()
    room.deleteLater()


class _Untold(ElidedLabel):
    def _update_tooltip(self) -> None:
        """Forget the tooltip."""


@pytest.mark.parametrize("kind", [Label, QPushButton, _Untold])
def test_what_is_cut_is_found(app: QApplication, kind: type[Label | QPushButton]) -> None:
    widget = kind(pseudo("Un mot"))
    widget.setFixedWidth(20)
    with _row(widget) as room:
        assert len(cut_words(room, painted(app, room))) == 1


def test_lines_that_are_cut_are_found(app: QApplication) -> None:
    label = Label(pseudo("Un texte de plusieurs lignes"))
    label.setWordWrap(True)
    label.setFixedSize(60, 18)
    with _row(label) as room:
        assert len(cut_words(room, painted(app, room))) == 1


def test_what_is_untranslated_is_found(app: QApplication) -> None:
    assert _foreign("Fermer") == ["fermer"]
    assert _foreign(f"{pseudo('Fermer')}, Paiement, 21 avril, Ctrl+F") == []
    assert _foreign(f"{pseudo('Reçu {moment}').format(moment=pseudo('hier'))} à tort") == ["tort"]
    assert _foreign(pseudo("Fermer")[:5] + "…") == []


def test_a_control_without_a_name_is_found(app: QApplication) -> None:
    with _row(QPushButton(), QPushButton(pseudo("Fermer")), QLabel("x")) as room:
        assert len(unnamed(room)) == 1
