"""The customers of the demo shop: sixty people of Bénin with stable ids."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from supportdesk_desktop.backend.simulator.wording import Lang

CITIES = ("Cotonou", "Parakou", "Porto-Novo", "Abomey-Calavi", "Bohicon", "Natitingou", "Ouidah")
OPERATORS = ("MTN MoMo", "Moov Money", "Celtiis Cash")

_KNOWN = (
    ("user_8841", "Koffi Mensah"),
    ("user_42", "Jean Dossou-Yovo"),
)
_NAMES = (
    "Nadège Hounkpè",
    "Rodrigue Agbossou",
    "Prudence Zinsou",
    "Fidèle Dossou",
    "Mariam Sanni",
    "Serge Gbaguidi",
    "Chantal Adjovi",
    "Judicaël Ahouansou",
    "Bénédicte Kpadonou",
    "Ismaël Traoré",
    "Aïssatou Orou",
    "Romuald Tossou",
    "Gloria Houessou",
    "Clarisse Ahoyo",
    "Wilfried Sossa",
    "Estelle Dansou",
    "Parfait Lokossou",
    "Sènan Avocè",
    "Inès Quenum",
    "Boris Akplogan",
    "Rachidatou Issa",
    "Éric Hounsou",
    "Larissa Adandé",
    "Gildas Ahanhanzo",
    "Mouniratou Bio",
    "Arnaud Codjia",
    "Reine Assogba",
    "Yves Kiki",
    "Fatouma Garba",
    "Thierry Vodounou",
    "Pélagie Alapini",
    "Cyriaque Houndété",
    "Salimata Yacoubou",
    "Constant Dègla",
    "Élodie Gandonou",
    "Hervé Tokpanou",
    "Bernadette Oké",
    "Abdoulaye Seïdou",
    "Flora Djossou",
    "Gaston Sagbo",
    "Ornella Fagnon",
    "Roland Zannou",
    "Zénabou Moussa",
    "Christelle Amoussou",
    "Modeste Hounnou",
    "Perpétue Ahossi",
    "Barnabé Kouton",
    "Rosine Lawani",
    "Ulrich Mèhinto",
    "Céline Bocovo",
    "Nourou Alidou",
    "Victoire Sèdjro",
    "Désiré Ayivi",
    "Huguette Lanmadousselo",
    "Firmin Akindès",
    "Sylvie Padonou",
    "Lazare Gnonlonfoun",
    "Anicet Houngnibo",
)


@dataclass(frozen=True, slots=True)
class Shopper:
    """One customer of the shop, as ``PATCH /customers/:externalId`` takes it."""

    external_id: str
    name: str
    email: str
    phone: str
    city: str


def shoppers(lang: Lang) -> tuple[Shopper, ...]:
    """Return the sixty customers, always the same; only the mail domain follows ``lang``."""
    domain = "exemple.bj" if lang == "fr" else "example.bj"
    chance = random.Random("boutique-adjara")
    known = [*_KNOWN, *((f"user_{1200 + 37 * n}", name) for n, name in enumerate(_NAMES))]
    return tuple(
        Shopper(
            external_id=external_id,
            name=name,
            email=f"{_local_part(name)}@{domain}",
            phone=_phone(chance),
            city=chance.choice(CITIES),
        )
        for external_id, name in known
    )


def _local_part(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(" ", ".")


def _phone(chance: random.Random) -> str:
    pairs = [f"{chance.randrange(100):02d}" for _ in range(3)]
    return " ".join(["+229 01", chance.choice(("61", "66", "95", "97")), *pairs])
