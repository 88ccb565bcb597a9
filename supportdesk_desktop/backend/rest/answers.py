"""Answers in the documented envelope, and every refusal: stable codes, their HTTP status and
their French sentence (``contract/rest.md``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

import msgspec
from starlette.responses import Response

from supportdesk_desktop.core.pacing import RateLimit, earliest_ms
from supportdesk_desktop.core.times import iso_utc

_SOON_S = 5

JSON_TYPE = "application/json"


class Code(Enum):
    """A stable code (``contract/rest.md``), with its HTTP status and its message for people."""

    VALIDATION_ERROR = (400, "Données invalides")
    BAD_REQUEST = (400, "Requête invalide")
    AUTH_API_KEY_MISSING = (401, "Clé API manquante")
    AUTH_API_KEY_INVALID = (401, "Clé API invalide")
    AUTH_API_KEY_EXPIRED = (401, "Clé API expirée")
    AUTH_API_KEY_FORBIDDEN = (403, "Cette clé API n’est pas autorisée sur cette route")
    PLAN_LIMIT_REACHED = (403, "Quota mensuel de tickets atteint sur votre plan")
    ORIGIN_FORBIDDEN = (403, "Origine non autorisée")
    HOST_FORBIDDEN = (403, "Hôte non autorisé")
    NOT_FOUND = (404, "Route inconnue")
    CUSTOMER_NOT_FOUND = (404, "Client non trouvé")
    TICKET_NOT_FOUND = (404, "Ticket non trouvé")
    METHOD_NOT_ALLOWED = (405, "Méthode non autorisée sur cette route")
    REQUEST_TIMEOUT = (408, "Le corps de la requête n’est pas arrivé à temps")
    CUSTOMER_EMAIL_EXISTS = (409, "Cet email est déjà utilisé par un autre client")
    TAG_NAME_EXISTS = (409, "Un autre tag porte déjà ce nom")
    VERSION_CONFLICT = (409, "Le ticket a changé entre-temps")
    IDEMPOTENCY_CONFLICT = (409, "Cette clé d’idempotence a déjà créé un autre ticket")
    IDEMPOTENCY_IN_PROGRESS = (409, "La requête qui porte cette clé d’idempotence est en cours")
    PAYLOAD_TOO_LARGE = (413, "Le corps de la requête dépasse 1 Mio")
    UNSUPPORTED_MEDIA_TYPE = (415, "Le corps doit être du JSON (application/json)")
    UPDATE_NEEDED = (426, "Cette version du protocole n’est pas prise en charge")
    TOO_MANY_REQUESTS = (429, "Trop de requêtes")
    INTERNAL_ERROR = (500, "Erreur interne du serveur")
    SERVICE_UNAVAILABLE = (503, "Service momentanément indisponible")

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        """A French sentence; it may change, the code may not."""


class Refusal(Exception):
    """A request that is not fulfilled. Whatever it had begun is rolled back.

    ``details`` maps, for VALIDATION_ERROR, a top-level field to its messages.
    """

    def __init__(
        self,
        code: Code,
        details: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code.name)
        self.code = code
        self.details = details
        self.headers = dict(headers or {})

    @property
    def facts(self) -> dict[str, object]:
        """The code, its message and the details, where there are any."""
        more = {} if self.details is None else {"details": self.details}
        return {"code": self.code.name, "message": self.code.message, **more}

    @property
    def body(self) -> bytes:
        """The failure envelope, as JSON."""
        return msgspec.json.encode(self.facts)


def invalid(field: str, message: str) -> Refusal:
    return Refusal(Code.VALIDATION_ERROR, {field: [message]})


def require_turn(earlier_ms: Sequence[int], limits: Sequence[RateLimit], now_ms: int) -> None:
    """Let one more through after those of ``earlier_ms``, which ascend.

    Raises:
        Refusal: TOO_MANY_REQUESTS, and in how many whole seconds to try again.
    """
    wait_ms = earliest_ms(earlier_ms, limits, now_ms) - now_ms
    if wait_ms > 0:
        seconds = -(-wait_ms // 1000)
        details, headers = {"retryAfterMs": seconds * 1000}, {"Retry-After": str(seconds)}
        raise Refusal(Code.TOO_MANY_REQUESTS, details, headers)


def unavailable() -> Refusal:
    """Return the 503 of a desk that cannot do its work now, and may be asked again soon."""
    return Refusal(Code.SERVICE_UNAVAILABLE, headers={"Retry-After": str(_SOON_S)})


def success_body(data: object, now_ms: int) -> bytes:
    """Write the success envelope; a ``msgspec.Raw`` inside ``data`` stays as it is."""
    return msgspec.json.encode({"success": True, "data": data, "timestamp": iso_utc(now_ms)})


def failure(refusal: Refusal) -> Response:
    return Response(refusal.body, refusal.code.status, refusal.headers, JSON_TYPE)
