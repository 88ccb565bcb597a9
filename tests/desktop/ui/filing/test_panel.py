"""The filing panel: what is typed is filed, kept, or marked with a sentence; never lost."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.drafts import Draft, FieldProblem, KnownCustomer, NewCustomer, Problem
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.pacing import RateLimit, WindowUse
from supportdesk_desktop.core.ticket_drafts import DuplicateHint
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.filing.panel import AUTOSAVE_MS, NewTicketPanel
from supportdesk_desktop.ui.theme import Theme
from tests.desktop.ui.hands import (
    CTRL,
    SHIFT,
    click,
    find,
    press,
    shown,
    told,
    type_text,
    words,
)
from tests.desktop.ui.quality.looking import past_the_edge, sideways

TAG = Tag(id="11111111-1111-4111-8111-111111111111", name="paiement", color="#D97B1C")
WHOLE = Draft(
    customer_external_id="user_8841",
    subject="Double débit pour la commande #20418",
    description="La commande **#20418** a été débitée deux fois.",
    priority="URGENT",
    category="Paiement",
    metadata=msgspec.Raw(b'{"orderId":"20418","amount":1.10}'),
    tag_ids=(TAG.id,),
)
USES = (
    WindowUse(RateLimit(3, 1), 0),
    WindowUse(RateLimit(20, 10), 4),
    WindowUse(RateLimit(100, 60), 22),
)


@pytest.fixture
def panel(qtbot: QtBot) -> NewTicketPanel:
    """A shown panel, 640 px wide."""
    widget = NewTicketPanel()
    widget.form.set_tags((TAG,))
    widget.foot.meter.set_use(USES, 0)
    return shown(qtbot, widget, 640, 760)


def edit(panel: NewTicketPanel, name: str) -> QLineEdit:
    return find(panel, QLineEdit, name)


def text_edit(panel: NewTicketPanel) -> QPlainTextEdit:
    return find(panel, QPlainTextEdit, "description")


def file_it(panel: NewTicketPanel) -> None:
    press(QApplication.focusWidget() or panel, Qt.Key.Key_Return, CTRL)


def test_a_draft_goes_in_and_comes_out_byte_for_byte(panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    out = panel.form.draft()
    assert bytes(out.metadata) == bytes(WHOLE.metadata)
    assert msgspec.structs.replace(out, metadata=WHOLE.metadata) == WHOLE


def test_typed_fields_are_filed_by_ctrl_enter(qtbot: QtBot, panel: NewTicketPanel) -> None:
    panel.focus_first()
    type_text(edit(panel, "customer-external-id"), "user_8841")
    type_text(edit(panel, "subject"), "Retrait bloqué à Sèmè-Kraké")
    text_edit(panel).setFocus()
    type_text(text_edit(panel), "Le retrait n’arrive pas.")
    with qtbot.waitSignal(panel.submitted) as submitted:
        file_it(panel)
    draft = submitted.args[0]
    assert draft.customer_external_id == "user_8841"
    assert draft.subject == "Retrait bloqué à Sèmè-Kraké"
    assert draft.description == "Le retrait n’arrive pas."
    assert draft.priority == "MEDIUM"
    assert draft.category is None
    assert bytes(draft.metadata) == b"{}"


def test_a_held_submission_leaves_once_released(qtbot: QtBot, panel: NewTicketPanel) -> None:
    panel.hold_submissions()
    panel.form.set_draft(WHOLE)
    with qtbot.assertNotEmitted(panel.submitted):
        panel.submit()
    press(panel, Qt.Key.Key_Escape)
    with qtbot.waitSignal(panel.submitted):
        panel.release_submissions()


def test_who_writes_on_has_not_submitted(qtbot: QtBot, panel: NewTicketPanel) -> None:
    panel.hold_submissions()
    panel.form.set_draft(WHOLE)
    panel.submit()
    type_text(edit(panel, "subject"), "Encore")
    assert find(panel, QPushButton, "submit-ticket").text() == "Déposer le ticket"
    with qtbot.assertNotEmitted(panel.submitted):
        panel.release_submissions()


def test_no_break_spaces_of_the_description_are_filed(panel: NewTicketPanel) -> None:
    text = "Montant\u00a0: 48\u202f500 XOF"
    panel.form.set_draft(msgspec.structs.replace(WHOLE, description=text))
    type_text(text_edit(panel), "Urgent\u00a0! ")
    assert panel.form.draft().description == "Urgent\u00a0! " + text


def test_a_missing_field_is_focused_and_described_and_nothing_is_lost(
    panel: NewTicketPanel,
) -> None:
    panel.form.set_draft(msgspec.structs.replace(WHOLE, subject="", description=""))
    filed: list[object] = []
    panel.submitted.connect(lambda draft, _customer: filed.append(draft))
    click(find(panel, QPushButton, "submit-ticket"))
    assert filed == []
    subject = edit(panel, "subject")
    assert subject.hasFocus()
    assert subject.property("refused") is True
    assert subject.accessibleDescription() == "Indiquez le sujet du ticket."
    assert text_edit(panel).accessibleDescription() == "Décrivez la demande du client."
    assert panel.form.draft().customer_external_id == "user_8841"
    assert panel.form.draft().tag_ids == (TAG.id,)
    type_text(subject, "Remboursement")
    assert subject.property("refused") is False
    assert subject.accessibleDescription() == ""


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_sentence(panel: NewTicketPanel, problem: Problem) -> None:
    panel.show_problems([FieldProblem("subject", problem, "x")])
    assert panel.form.subject.problem.endswith((".", "»"))


def test_bad_metadata_stops_the_filing_and_stays(panel: NewTicketPanel) -> None:
    panel.form.set_draft(msgspec.structs.replace(WHOLE, metadata=msgspec.Raw(b'{"montant": 12a}')))
    filed: list[object] = []
    panel.submitted.connect(lambda draft, _customer: filed.append(draft))
    panel.submit()
    assert filed == []
    assert "ligne 1, colonne" in panel.form.metadata.problem
    assert bytes(panel.form.draft().metadata) == b'{"montant": 12a}'


def test_a_tag_still_in_its_edit_is_filed_or_refused(qtbot: QtBot, panel: NewTicketPanel) -> None:
    panel.form.set_draft(msgspec.structs.replace(WHOLE, tag_ids=()))
    tags = edit(panel, "tags")
    type_text(tags, "nulle part")
    panel.submit()
    assert tags.hasFocus()
    assert "nulle part" in tags.accessibleDescription()
    tags.clear()
    type_text(tags, "paiement")
    with qtbot.waitSignal(panel.submitted) as submitted:
        panel.submit()
    assert submitted.args[0].tag_ids == (TAG.id,)


def test_the_draft_is_handed_out_after_the_last_key(qtbot: QtBot, panel: NewTicketPanel) -> None:
    saved: list[Draft] = []
    panel.draft_changed.connect(saved.append)
    for part in ("Carte", " refusée"):
        type_text(edit(panel, "subject"), part)
    qtbot.waitUntil(lambda: bool(saved), timeout=3000)
    assert [draft.subject for draft in saved] == ["Carte refusée"]


def test_closing_hands_the_draft_out_first(panel: NewTicketPanel) -> None:
    order: list[str] = []
    panel.draft_changed.connect(lambda draft: order.append(draft.subject))
    panel.closed.connect(lambda: order.append("closed"))
    edit(panel, "subject").setFocus()
    type_text(edit(panel, "subject"), "Colis")
    press(edit(panel, "subject"), Qt.Key.Key_Escape)
    assert order == ["Colis", "closed"]


def test_filling_in_a_draft_does_not_store_it_again(qtbot: QtBot, panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    with qtbot.assertNotEmitted(panel.draft_changed):
        panel.flush()


def test_setters_leave_what_is_being_typed(panel: NewTicketPanel) -> None:
    subject = edit(panel, "subject")
    subject.setFocus()
    type_text(subject, "En train d’écrire")
    panel.form.set_draft(WHOLE)
    panel.form.customer.set_customers([KnownCustomer("user_8841", "Koffi Mensah")])
    panel.form.set_tags(())
    panel.form.category.set_in_use(["Paiement"])
    assert panel.form.draft().subject == "En train d’écrire"
    assert panel.form.draft().customer_external_id == "user_8841"


def test_an_unknown_customer_is_created_with_the_filing(
    qtbot: QtBot, panel: NewTicketPanel
) -> None:
    panel.form.set_draft(WHOLE)
    panel.show_server_refusal("CUSTOMER_NOT_FOUND", "Client non trouvé", {})
    assert edit(panel, "customer-email").hasFocus()
    assert find(panel, QPushButton, "submit-ticket").text() == "Créer et déposer"
    panel.submit()
    assert edit(panel, "customer-email").accessibleDescription()
    type_text(edit(panel, "customer-email"), "firmin@exemple.bj")
    type_text(edit(panel, "customer-name"), "Firmin Akplogan")
    type_text(edit(panel, "customer-phone"), "01 97 00 48 12")
    click(find(panel, QPushButton, "customer-block-close"))
    assert not edit(panel, "customer-name").isVisible()
    panel.form.open_creation(True)
    with qtbot.waitSignal(panel.submitted) as submitted:
        panel.submit()
    draft, customer = submitted.args
    assert customer == NewCustomer(
        "user_8841", "firmin@exemple.bj", "Firmin Akplogan", "+2290197004812"
    )
    assert draft.subject == WHOLE.subject


def test_an_email_of_another_customer_is_marked(panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    panel.show_server_refusal("CUSTOMER_EMAIL_EXISTS", "Courriel déjà utilisé", {})
    email = edit(panel, "customer-email")
    assert email.isVisible()
    assert email.hasFocus()
    assert "CUSTOMER_EMAIL_EXISTS" in email.accessibleDescription()


def test_validation_errors_of_the_server_stand_at_their_fields(panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    panel.show_server_refusal(
        "VALIDATION_ERROR",
        "Requête invalide",
        {"subject": ["Trop long"], "inconnu": ["Inattendu"]},
    )
    assert edit(panel, "subject").accessibleDescription().startswith("Trop long")
    shown = [label.text() for label in panel.form.refusal.findChildren(QLabel)]
    assert any("Inattendu" in text and "VALIDATION_ERROR" in text for text in shown)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("PLAN_LIMIT_REACHED", "Quota mensuel"),
        ("TOO_MANY_REQUESTS", "Limite du serveur"),
        ("INTERNAL_ERROR", "peut-être été créé"),
        ("AUTH_API_KEY_INVALID", "refuse la clé"),
        ("SOMETHING_NEW", "a refusé ce ticket"),
    ],
)
def test_other_refusals_have_a_sentence_beside_the_code(
    panel: NewTicketPanel, code: str, says: str
) -> None:
    panel.show_server_refusal(code, "<b>texte du serveur</b>", {})
    shown = " ".join(label.text() for label in panel.form.refusal.findChildren(QLabel))
    assert panel.form.refusal.isVisible()
    assert says in shown
    assert code in shown
    assert "<b>texte du serveur</b>" in shown


def test_a_duplicate_informs_and_can_be_waved_away(qtbot: QtBot, panel: NewTicketPanel) -> None:
    hint = DuplicateHint(TicketId("cl1"), "INV-1046", 0, "orderId", "20418")
    panel.form.set_draft(WHOLE)
    panel.form.duplicate.set_hint(hint, 0)
    view = find(panel, QPushButton, "duplicate-view")
    assert view.text() == "Voir INV-1046"
    with qtbot.waitSignal(panel.form.duplicate.view_clicked) as viewed:
        click(view)
    assert viewed.args == ["cl1"]
    with qtbot.waitSignal(panel.submitted):
        panel.submit()
    click(find(panel, QPushButton, "duplicate-dismiss"))
    panel.form.duplicate.set_hint(hint, 0)
    assert not panel.form.duplicate.isVisible()
    # A filing that waits is called no ticket.
    panel.form.duplicate.set_hint(DuplicateHint(None, "", 0, "orderId", "20418"), 0)
    said = " ".join(label.text() for label in panel.form.duplicate.findChildren(QLabel))
    assert "Un dépôt semblable" in said
    assert "Boîte d’envoi, même client et même commande #20418" in said


def test_a_new_ticket_begins_empty(panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    edit(panel, "subject").setFocus()
    type_text(edit(panel, "subject"), " encore")
    panel.show_server_refusal("CUSTOMER_NOT_FOUND", "", {})
    panel.clear()
    assert panel.form.draft() == Draft()
    assert panel.form.first_marked() is None


def test_formatting_keys_and_the_preview(panel: NewTicketPanel) -> None:
    text = text_edit(panel)
    text.setFocus()
    type_text(text, "fin 😀 mois")
    text.selectAll()
    press(text, Qt.Key.Key_B, CTRL)
    assert text.toPlainText() == "**fin 😀 mois**"
    assert text.textCursor().selectedText() == "fin 😀 mois"
    text.undo()
    assert text.toPlainText() == "fin 😀 mois"
    press(text, Qt.Key.Key_P, CTRL | SHIFT)
    assert not text.isVisible()
    preview = find(panel, QWidget, "description-preview")
    assert preview.isVisible()
    press(preview, Qt.Key.Key_P, CTRL | SHIFT)
    assert text.isVisible()
    assert text.hasFocus()


def test_enter_goes_on_with_a_list(panel: NewTicketPanel) -> None:
    text = text_edit(panel)
    text.setFocus()
    type_text(text, "- un")
    press(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "- un\n- "
    press(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "- un\n"


def test_tab_goes_through_the_fields_in_reading_order(panel: NewTicketPanel) -> None:
    panel.focus_first()
    seen: list[str] = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
        press(focus, Qt.Key.Key_Tab)
        if seen[-1] == "submit-ticket":
            break
    wanted = [
        "customer-external-id",
        "subject",
        "priority-medium",
        "category",
        "tags",
        "description",
        "metadata-key",
        "metadata-value",
        "submit-ticket",
    ]
    assert [name for name in seen if name in wanted] == wanted


def test_every_control_has_24_pixels(panel: NewTicketPanel) -> None:
    panel.form.set_draft(WHOLE)
    panel.form.duplicate.set_hint(DuplicateHint(TicketId("cl1"), "INV-1046", 0), 0)
    panel.form.open_creation(True)
    panel.form.metadata.set_folded(False)
    QApplication.processEvents()
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    controls = [one for kind in kinds for one in panel.findChildren(kind) if one.isVisible()]
    assert len(controls) > 25
    small = [one.objectName() for one in controls if min(one.width(), one.height()) < 24]
    assert small == []


def test_nothing_scrolls_sideways(panel: NewTicketPanel, light_theme: Theme) -> None:
    light_theme.set_scale(2.0)
    panel.form.set_draft(WHOLE)
    panel.form.open_creation(True)
    panel.form.metadata.set_folded(False)
    panel.resize(600, 700)
    for _ in range(3):
        QApplication.processEvents()
    assert panel.width() == 600
    assert sideways(panel) == []
    assert past_the_edge(panel) == []


def test_little_height_leaves_the_room_to_the_form(
    qtbot: QtBot, panel: NewTicketPanel, light_theme: Theme
) -> None:
    light_theme.set_scale(2.0)
    panel.resize(630, 344)
    scroll = find(panel, QScrollArea, "new-ticket-scroll")
    qtbot.waitUntil(lambda: scroll.height() > 140)
    assert not find(panel, QWidget, "rate-window-10").isVisible()
    panel.resize(630, 760)
    assert find(panel, QWidget, "rate-window-10").isVisible()


def test_tab_after_an_unknown_customer_goes_to_the_subject(panel: NewTicketPanel) -> None:
    customer = edit(panel, "customer-external-id")
    customer.setFocus()
    type_text(customer, "usr_8814")
    press(customer, Qt.Key.Key_Tab)
    assert edit(panel, "subject").hasFocus()
    press(edit(panel, "subject"), Qt.Key.Key_Backtab, SHIFT)
    link = find(panel, QAbstractButton, "customer-field-note-link")
    assert link.hasFocus()
    press(link, Qt.Key.Key_Space)
    assert edit(panel, "customer-email").hasFocus()
    customer.setFocus()
    press(customer, Qt.Key.Key_Tab)
    assert edit(panel, "customer-email").hasFocus()


def test_who_writes_without_a_pause_is_stored_too(qtbot: QtBot, panel: NewTicketPanel) -> None:
    stored = told(panel.draft_changed)
    subject = edit(panel, "subject")
    subject.setFocus()

    def written() -> bool:
        type_text(subject, "a")
        return bool(stored)

    qtbot.waitUntil(written, timeout=AUTOSAVE_MS * 4)


def test_formatting_is_passed_over_by_tab(panel: NewTicketPanel) -> None:
    tags = edit(panel, "tags")
    tags.setFocus()
    press(tags, Qt.Key.Key_Tab)
    press(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
    assert text_edit(panel).hasFocus()


def test_the_description_is_said_to_be_needed(panel: NewTicketPanel) -> None:
    assert "obligatoire, en Markdown" in words(panel.form.description)


def test_a_tag_half_typed_does_not_join_the_next_ticket(panel: NewTicketPanel) -> None:
    type_text(edit(panel, "tags"), "retr")
    panel.clear()
    assert edit(panel, "tags").text() == ""
