"""Filing tickets: the intent on disk before the wire, and one fate for each attempt."""

from supportdesk_desktop.services.filing.service import FilingService
from supportdesk_desktop.services.filing.worker import OutboxWorker

__all__ = ["FilingService", "OutboxWorker"]
