"""Incidents about money: cards, mobile money, refunds, invoices."""

from __future__ import annotations

from supportdesk_desktop.backend.simulator.story import Story
from supportdesk_desktop.backend.simulator.wording import Words

_PAYMENT = Words("Paiement", "Payment")
_MOBILE_MONEY = Words("Mobile money", "Mobile money")
_REFUND = Words("Remboursement", "Refund")
_INVOICING = Words("Facturation", "Invoicing")

PAYMENT_STORIES = (
    Story(
        category=_PAYMENT,
        priorities=("CRITICAL", "CRITICAL", "URGENT"),
        tags=("payment", "double_charge"),
        subject=Words(
            "Paiement débité deux fois pour la commande #{orderId}",
            "Payment charged twice for order #{orderId}",
        ),
        body=Words(
            "La commande **#{orderId}** a été débitée **deux fois** à une minute d’intervalle :\n\n"
            "1. {time}, {amount}, référence `{reference}`\n"
            "2. {laterTime}, {amount}, référence `{secondReference}`\n\n"
            "Le client demande le remboursement du second débit **avant ce soir**. "
            "Il a été prévenu par courriel.",
            "Order **#{orderId}** was charged **twice**, one minute apart:\n\n"
            "1. {time}, {amount}, reference `{reference}`\n"
            "2. {laterTime}, {amount}, reference `{secondReference}`\n\n"
            "The customer wants the second charge refunded **before this evening**. "
            "They have been told by email.",
        ),
        facts=("orderId", "amount", "currency", "captured"),
        event="payment.captured",
    ),
    Story(
        category=_PAYMENT,
        priorities=("HIGH", "HIGH", "URGENT"),
        tags=("payment",),
        subject=Words(
            "Refus {errorCode} répété sur la carte se terminant par {cardLast4}",
            "Repeated {errorCode} on the card ending in {cardLast4}",
        ),
        body=Words(
            "{attempts} tentatives refusées depuis {time} pour la commande **#{orderId}** "
            "({amount}).\n\n- Code : `{errorCode}`\n- Carte : `**** {cardLast4}`\n\n"
            "Le client assure que sa carte fonctionne ailleurs. Que pouvons-nous lui proposer ?",
            "{attempts} attempts declined since {time} for order **#{orderId}** ({amount}).\n\n"
            "- Code: `{errorCode}`\n- Card: `**** {cardLast4}`\n\n"
            "The customer says that the card works elsewhere. What can we offer?",
        ),
        facts=("orderId", "errorCode", "cardLast4", "attempts", "amount"),
        event="payment.failed",
    ),
    Story(
        category=_PAYMENT,
        priorities=("HIGH", "MEDIUM"),
        tags=("payment",),
        subject=Words(
            "Paiement échoué pour la commande #{orderId}",
            "Payment failed for order #{orderId}",
        ),
        body=Words(
            "La tentative de paiement a échoué avec le code `{errorCode}`. "
            "Le client a été notifié par courriel et le panier est gardé 24 heures.",
            "The payment attempt failed with code `{errorCode}`. "
            "The customer was told by email and the basket is kept for 24 hours.",
        ),
        facts=("orderId", "amount", "errorCode"),
        event="payment.failed",
    ),
    Story(
        category=_MOBILE_MONEY,
        priorities=("HIGH", "HIGH", "MEDIUM"),
        tags=("mobile_money", "withdrawal"),
        subject=Words(
            "Retrait mobile money en attente : {amount}",
            "Mobile money withdrawal pending: {amount}",
        ),
        body=Words(
            "Le retrait de **{amount}** vers {operator} est en attente depuis {time}. "
            "L’opérateur n’a pas encore répondu.\n\nRéférence : `{reference}`.",
            "The withdrawal of **{amount}** to {operator} has been pending since {time}. "
            "The operator has not answered yet.\n\nReference: `{reference}`.",
        ),
        facts=("amount", "currency", "operator", "reference"),
        event="withdrawal.pending",
    ),
    Story(
        category=_MOBILE_MONEY,
        priorities=("URGENT", "HIGH"),
        tags=("mobile_money",),
        subject=Words(
            "Retrait mobile money vers un mauvais numéro, {amount}",
            "Mobile money sent to a wrong number, {amount}",
        ),
        body=Words(
            "Le client a saisi un mauvais numéro {operator} (`{phone}`). "
            "Le destinataire n’a pas encore retiré les fonds.\n\n"
            "> Merci de bloquer l’opération `{reference}` au plus vite.",
            "The customer entered a wrong {operator} number (`{phone}`). "
            "The recipient has not withdrawn the money yet.\n\n"
            "> Please block operation `{reference}` as soon as possible.",
        ),
        facts=("amount", "operator", "phone", "reference"),
    ),
    Story(
        category=_MOBILE_MONEY,
        priorities=("MEDIUM", "LOW"),
        tags=("mobile_money",),
        subject=Words(
            "Reçu {operator} illisible, montant à confirmer",
            "Unreadable {operator} receipt, amount to confirm",
        ),
        body=Words(
            "Le reçu joint par le client est illisible. Il déclare **{amount}** ; "
            "notre relevé ne montre aucune entrée à {time}.",
            "The receipt sent by the customer cannot be read. They declare **{amount}**; "
            "our statement shows nothing at {time}.",
        ),
        facts=("orderId", "amount", "operator"),
    ),
    Story(
        category=_MOBILE_MONEY,
        priorities=("MEDIUM", "HIGH"),
        tags=("mobile_money", "withdrawal"),
        subject=Words(
            "Plafond de retrait {operator} atteint sans raison",
            "{operator} withdrawal limit reached for no reason",
        ),
        body=Words(
            "Le client voit « plafond atteint » dès le premier retrait du jour ({amount}). "
            "Son compte est pourtant vérifié.",
            "The customer sees “limit reached” at the first withdrawal of the day ({amount}), "
            "though the account is verified.",
        ),
        facts=("amount", "operator"),
    ),
    Story(
        category=_REFUND,
        priorities=("HIGH", "MEDIUM"),
        tags=("refund",),
        subject=Words(
            "Remboursement promis il y a {days} jours toujours absent",
            "Refund promised {days} days ago still missing",
        ),
        body=Words(
            "Le remboursement de **{amount}** (commande **#{orderId}**) a été promis il y a "
            "{days} jours.\n\n| étape | état |\n|---|---|\n| avoir émis | oui |\n"
            "| virement parti | **non** |",
            "The refund of **{amount}** (order **#{orderId}**) was promised {days} days ago.\n\n"
            "| step | state |\n|---|---|\n| credit note | yes |\n| transfer sent | **no** |",
        ),
        facts=("orderId", "amount", "currency", "days"),
    ),
    Story(
        category=_INVOICING,
        priorities=("MEDIUM", "MEDIUM", "LOW"),
        tags=("invoicing",),
        subject=Words(
            "Facture à établir au nom de {company}, avec l’IFU de la société",
            "Invoice to be made out to {company}, with the company tax number",
        ),
        body=Words(
            "La commande **#{orderId}** a été payée par un particulier, "
            "mais la facture doit porter la raison sociale **{company}** et son IFU.",
            "Order **#{orderId}** was paid by a private person, but the invoice must carry "
            "the company name **{company}** and its tax number.",
        ),
        facts=("orderId", "amount"),
    ),
    Story(
        category=_PAYMENT,
        priorities=("CRITICAL", "URGENT"),
        tags=("payment", "fraud"),
        subject=Words(
            "{attempts} achats suspects en dix minutes, {amount}",
            "{attempts} suspicious purchases in ten minutes, {amount}",
        ),
        body=Words(
            "{attempts} commandes passées depuis {city} avec la carte `**** {cardLast4}`, "
            "livrées à des adresses différentes. **Le client n’en reconnaît aucune.**",
            "{attempts} orders placed from {city} with card `**** {cardLast4}`, to different "
            "addresses. **The customer recognises none of them.**",
        ),
        facts=("amount", "attempts", "cardLast4", "city"),
        event="payment.suspicious",
    ),
)
