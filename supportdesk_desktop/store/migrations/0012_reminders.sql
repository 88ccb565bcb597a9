-- Of which tickets it was said once more that they were not opened: once, whatever happens to them.
CREATE TABLE ticket_reminders (
  ticket_id TEXT PRIMARY KEY,
  reminded_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
