"""Incidents about orders, deliveries, integrations and accounts."""

from __future__ import annotations

from supportdesk_desktop.backend.simulator.story import Story
from supportdesk_desktop.backend.simulator.wording import Words

_DELIVERY = Words("Livraison", "Delivery")
_ACCOUNT = Words("Compte", "Account")
_INTEGRATION = Words("Intégration", "Integration")
_ORDER = Words("Commande", "Order")

SHOP_STORIES = (
    Story(
        category=_DELIVERY,
        priorities=("URGENT", "HIGH", "MEDIUM"),
        tags=("delivery",),
        subject=Words(
            "Livraison bloquée à {city} depuis {days} jours",
            "Delivery held in {city} for {days} days",
        ),
        body=Words(
            "La commande **#{orderId}** n’a pas quitté le dépôt {partner} de {city} depuis "
            "{days} jours. Le client a déjà appelé deux fois.",
            "Order **#{orderId}** has not left the {partner} depot in {city} for {days} days. "
            "The customer has already called twice.",
        ),
        facts=("orderId", "city", "partner", "days"),
        event="order.stuck",
    ),
    Story(
        category=_DELIVERY,
        priorities=("HIGH", "MEDIUM"),
        tags=("delivery",),
        subject=Words("Colis livré incomplet à {city}", "Parcel delivered incomplete in {city}"),
        body=Words(
            "Il manque **1 article sur {items}** dans le colis de la commande **#{orderId}**, "
            "remis par {partner} à {time}.",
            "**1 item of {items}** is missing from the parcel of order **#{orderId}**, "
            "handed over by {partner} at {time}.",
        ),
        facts=("orderId", "city", "items", "partner"),
        event="order.delivered",
    ),
    Story(
        category=_DELIVERY,
        priorities=("LOW", "LOW", "MEDIUM"),
        tags=("delivery",),
        subject=Words(
            "Question sur les frais d’envoi vers {city}",
            "Question about shipping costs to {city}",
        ),
        body=Words(
            "Le client demande pourquoi l’envoi vers {city} coûte plus que le panier affiché.",
            "The customer asks why shipping to {city} costs more than the basket says.",
        ),
        facts=("city",),
    ),
    Story(
        category=_ORDER,
        priorities=("HIGH", "URGENT"),
        tags=("stock", "delivery"),
        subject=Words(
            "Commande #{orderId} bloquée : stock négatif à {city}",
            "Order #{orderId} stuck: negative stock in {city}",
        ),
        body=Words(
            "La commande est payée ({amount}) mais la boutique de {city} n’a plus l’article. "
            "Proposer un transfert ou un avoir ?",
            "The order is paid ({amount}) but the {city} shop has run out. "
            "Offer a transfer or a credit note?",
        ),
        facts=("orderId", "amount", "city"),
        event="order.stuck",
    ),
    Story(
        category=_ORDER,
        priorities=("MEDIUM", "LOW"),
        tags=("promotion",),
        subject=Words(
            "Le bon {voucher} n’est pas appliqué au panier",
            "Voucher {voucher} is not applied to the basket",
        ),
        body=Words(
            "Le bon `{voucher}` est accepté, puis disparaît au paiement. Panier : {amount}.",
            "Voucher `{voucher}` is accepted, then disappears at payment. Basket: {amount}.",
        ),
        facts=("voucher", "amount"),
    ),
    Story(
        category=_INTEGRATION,
        priorities=("URGENT", "HIGH"),
        tags=("integration", "http_502"),
        subject=Words(
            "Notification de commande en erreur {httpStatus} chez {partner}",
            "Order notification fails with {httpStatus} at {partner}",
        ),
        body=Words(
            "Depuis {time}, {partner} répond **{httpStatus}** à nos notifications :\n\n"
            "```\nPOST /hooks/orders\n{httpStatus} Bad Gateway\n```\n\n"
            "{waiting} commandes attendent d’être transmises.",
            "Since {time}, {partner} has answered **{httpStatus}** to our notifications:\n\n"
            "```\nPOST /hooks/orders\n{httpStatus} Bad Gateway\n```\n\n"
            "{waiting} orders are waiting to be passed on.",
        ),
        facts=("partner", "httpStatus", "waiting", "attempts"),
        event="integration.failed",
    ),
    Story(
        category=_INTEGRATION,
        priorities=("HIGH", "MEDIUM"),
        tags=("integration", "stock"),
        subject=Words(
            "Synchronisation du catalogue arrêtée à {city}",
            "Catalogue synchronisation stopped in {city}",
        ),
        body=Words(
            "La caisse de {city} n’envoie plus ses stocks depuis {time}. "
            "Dernier code reçu : `{httpStatus}`.",
            "The {city} till has sent no stock since {time}. Last code received: `{httpStatus}`.",
        ),
        facts=("city", "httpStatus", "attempts"),
        event="integration.failed",
    ),
    Story(
        category=_ACCOUNT,
        priorities=("LOW", "LOW"),
        tags=("account",),
        subject=Words(
            "Changer l’adresse de livraison par défaut",
            "Change the default delivery address",
        ),
        body=Words(
            "Le client a déménagé à {city} et ne trouve pas où changer son adresse par défaut.",
            "The customer has moved to {city} and cannot find where to change the address.",
        ),
        facts=("city",),
        event="customer.moved",
    ),
    Story(
        category=_ACCOUNT,
        priorities=("MEDIUM", "MEDIUM", "HIGH"),
        tags=("account",),
        subject=Words(
            "Mot de passe oublié, courriel de secours inaccessible",
            "Password forgotten, recovery email out of reach",
        ),
        body=Words(
            "Le client n’a plus accès à son courriel de secours. "
            "Il peut recevoir un code au `{phone}`.",
            "The customer has no access to the recovery email any more. "
            "A code can be sent to `{phone}`.",
        ),
        facts=("phone", "attempts"),
    ),
    Story(
        category=_ACCOUNT,
        priorities=("CRITICAL", "URGENT"),
        tags=("account", "merchant"),
        subject=Words(
            "Compte marchand suspendu, {waiting} commandes en attente",
            "Merchant account suspended, {waiting} orders waiting",
        ),
        body=Words(
            "Le compte marchand de {city} a été suspendu à {time} après un contrôle automatique. "
            "**{waiting} commandes payées** attendent, pour {amount}.",
            "The {city} merchant account was suspended at {time} by an automatic check. "
            "**{waiting} paid orders** are waiting, worth {amount}.",
        ),
        facts=("waiting", "amount", "currency", "city"),
        event="merchant.suspended",
    ),
)
