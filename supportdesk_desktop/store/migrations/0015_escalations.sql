-- Filings that escalate a ticket, by its number; store/escalations.py says the same in its queries.
CREATE INDEX filings_escalated ON filings (
  iif(
    json_valid(CAST(draft AS TEXT)),
    coalesce(
      CAST(draft AS TEXT) ->> '$.metadata.escalatedFrom.number',
      CAST(draft AS TEXT) ->> '$.metadata.escalates'
    ),
    NULL
  )
);

-- What the desk said last of tickets that were escalated from here.
CREATE TABLE filed_tickets (
  number TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  agent TEXT,
  changed_ms INTEGER,
  said_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Of which escalations it was said that they passed their limit: once, whatever happens to them.
CREATE TABLE escalation_reminders (
  filing_id INTEGER PRIMARY KEY,
  reminded_ms INTEGER NOT NULL
) STRICT;
