-- When the window was open, awake and working: a day without any is not a day without tickets.
CREATE TABLE open_spans (
  id INTEGER PRIMARY KEY,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX open_spans_to ON open_spans (to_ms, from_ms);

-- All that the statistics of filings are made of, so that they never read the drafts.
CREATE INDEX filings_statistics ON filings (created_ms, state, first_attempt_ms, settled_ms);

-- When the list was last read as a whole.
ALTER TABLE feed ADD COLUMN snapshot_ms INTEGER;
