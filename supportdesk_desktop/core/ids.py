"""An id type of its own for each kind of thing, so that they cannot be mixed."""

from typing import NewType

TicketId = NewType("TicketId", str)
AgentId = NewType("AgentId", str)
FilingId = NewType("FilingId", int)
NoticeId = NewType("NoticeId", int)
DraftId = NewType("DraftId", str)
