-- What the agent keeps of a ticket on this computer: it never leaves the desk. By the ticket's id,
-- since a rescue gives a ticket that it lost another key when the server tells of it again.
CREATE TABLE ticket_notes (
  ticket_id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  folded TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_snoozes (
  ticket_id TEXT PRIMARY KEY,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
