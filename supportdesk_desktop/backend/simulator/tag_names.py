"""The tags of the demo shop, by a key that the stories use."""

from __future__ import annotations

from dataclasses import dataclass

from supportdesk_desktop.backend.simulator.wording import Words


@dataclass(frozen=True, slots=True)
class ShopTag:
    """A tag's name in both languages and its colour (``#RRGGBB``)."""

    name: Words
    color: str


TAGS: dict[str, ShopTag] = {
    "payment": ShopTag(Words("paiement", "payment"), "#D08A1E"),
    "double_charge": ShopTag(Words("double débit", "double charge"), "#D0454F"),
    "delivery": ShopTag(Words("livraison", "delivery"), "#4B7BD8"),
    "invoicing": ShopTag(Words("facturation", "invoicing"), "#8A56C2"),
    "mobile_money": ShopTag(Words("mobile money", "mobile money"), "#2BA3A8"),
    "withdrawal": ShopTag(Words("retrait", "withdrawal"), "#2E9A62"),
    "account": ShopTag(Words("compte", "account"), "#4B7BD8"),
    "integration": ShopTag(Words("intégration", "integration"), "#8A56C2"),
    "http_502": ShopTag(Words("502", "502"), "#D0454F"),
    "promotion": ShopTag(Words("promotion", "promotion"), "#2E9A62"),
    "refund": ShopTag(Words("remboursement", "refund"), "#D08A1E"),
    "merchant": ShopTag(Words("marchand", "merchant"), "#8A56C2"),
    "stock": ShopTag(Words("stock", "stock"), "#7A8699"),
    "fraud": ShopTag(Words("fraude", "fraud"), "#D0454F"),
}
