-- Times are milliseconds since the epoch, UTC. JSON is kept as the text that it is.

CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  number TEXT NOT NULL,
  subject TEXT NOT NULL,
  priority TEXT NOT NULL,
  customer TEXT NOT NULL,
  level TEXT,
  received_ms INTEGER NOT NULL,
  seq INTEGER,
  late INTEGER NOT NULL,
  first_sync INTEGER NOT NULL,
  outcome TEXT,
  settled_ms INTEGER,
  latency_ms REAL,
  UNIQUE (ticket_id, assigned_at)
) STRICT;
CREATE INDEX notices_pending ON notices (id) WHERE outcome IS NULL;
CREATE INDEX notices_unexplained ON notices (id) WHERE outcome = 'unexplained';
CREATE INDEX notices_received ON notices (received_ms, outcome, latency_ms);

-- body stands last: listing rows never touches its overflow pages.
CREATE TABLE tickets (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  priority_rank INTEGER NOT NULL,
  channel TEXT NOT NULL,
  category TEXT,
  customer TEXT NOT NULL,
  customer_external_id TEXT NOT NULL,
  tags TEXT NOT NULL,
  client_ref TEXT,
  created_ms INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  assigned_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  held INTEGER NOT NULL,
  left_by TEXT,
  left_ms INTEGER,
  read INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  notice_id INTEGER REFERENCES notices (id),
  unreadable TEXT,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX tickets_held ON tickets (received_ms, key, id) WHERE held = 1;
CREATE INDEX tickets_urgent ON tickets (received_ms, key, id) WHERE held = 1 AND priority_rank >= 3;
CREATE INDEX tickets_pinned ON tickets (received_ms, key, id) WHERE held = 1 AND pinned = 1;
CREATE INDEX tickets_received ON tickets (received_ms, key);
CREATE INDEX tickets_number ON tickets (number);
CREATE INDEX tickets_customer ON tickets (customer_external_id, created_ms);
CREATE INDEX tickets_category ON tickets (category) WHERE category IS NOT NULL;
CREATE INDEX tickets_client_ref ON tickets (client_ref) WHERE client_ref IS NOT NULL;
CREATE INDEX tickets_left ON tickets (left_ms) WHERE left_ms IS NOT NULL;

-- Holds text folded by core.folding: the tokenizer does not fold œ æ ß ɖ ɔ ɛ ŋ.
CREATE VIRTUAL TABLE ticket_text USING fts5 (
  number, subject, description, customer, tags, category, metadata,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE ticket_meta (
  ticket_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  num REAL,
  text TEXT
) STRICT;
CREATE INDEX ticket_meta_ticket ON ticket_meta (ticket_key);
CREATE INDEX ticket_meta_num ON ticket_meta (key, num) WHERE num IS NOT NULL;
CREATE INDEX ticket_meta_text ON ticket_meta (key, text) WHERE text IS NOT NULL;

CREATE TABLE timeline (
  id INTEGER PRIMARY KEY,
  ticket_key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  arrival TEXT,
  seq INTEGER,
  level TEXT,
  left_by TEXT,
  changes TEXT
) STRICT;
CREATE INDEX timeline_ticket ON timeline (ticket_key, id);

-- One row: a profile has one feed.
CREATE TABLE feed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch TEXT,
  seq INTEGER,
  agent TEXT,
  facts TEXT,
  presence TEXT,
  verified_up_to_ms INTEGER,
  observed_ms INTEGER,
  had_feed INTEGER NOT NULL DEFAULT 0,
  CHECK ((epoch IS NULL) = (seq IS NULL))
) STRICT;
INSERT INTO feed (one) VALUES (1);

CREATE TABLE blind_intervals (
  id INTEGER PRIMARY KEY,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER,
  cause TEXT NOT NULL,
  code INTEGER,
  closed_by TEXT,
  events INTEGER
) STRICT;
CREATE INDEX blind_intervals_from ON blind_intervals (from_ms);
CREATE UNIQUE INDEX blind_intervals_open ON blind_intervals (to_ms IS NULL) WHERE to_ms IS NULL;

CREATE TABLE filings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_ref TEXT NOT NULL UNIQUE,
  idempotency_key TEXT NOT NULL,
  state TEXT NOT NULL,
  draft BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  sends_client_ref INTEGER NOT NULL,
  evidence TEXT,
  ticket_id TEXT,
  ticket_number TEXT,
  error TEXT,
  doubt TEXT,
  wait TEXT,
  next_attempt_ms INTEGER,
  first_attempt_ms INTEGER,
  settled_ms INTEGER,
  remind_ms INTEGER,
  assigned_to TEXT
) STRICT;
CREATE INDEX filings_state ON filings (state, next_attempt_ms, id);
CREATE INDEX filings_created ON filings (created_ms);

CREATE TABLE filing_attempts (
  id INTEGER PRIMARY KEY,
  filing_id INTEGER NOT NULL REFERENCES filings (id),
  at_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  http_status INTEGER,
  code TEXT,
  outcome TEXT,
  request_id TEXT
) STRICT;
CREATE INDEX filing_attempts_filing ON filing_attempts (filing_id, id);

CREATE TABLE filing_history (
  id INTEGER PRIMARY KEY,
  filing_id INTEGER NOT NULL REFERENCES filings (id),
  at_ms INTEGER NOT NULL,
  act TEXT,
  before TEXT,
  after TEXT NOT NULL
) STRICT;
CREATE INDEX filing_history_filing ON filing_history (filing_id, id);

-- The rate budget: when requests left, shared by every process of the profile.
CREATE TABLE sent (at_ms INTEGER NOT NULL) STRICT;
CREATE INDEX sent_at ON sent (at_ms);

-- Fields apart, since the metadata of a draft being written need not be JSON yet.
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  customer_external_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  description TEXT NOT NULL,
  priority TEXT NOT NULL,
  category TEXT,
  metadata BLOB NOT NULL,
  tag_ids TEXT NOT NULL,
  filing_id INTEGER,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
  external_id TEXT PRIMARY KEY,
  name TEXT,
  email TEXT,
  phone TEXT,
  first_seen_ms INTEGER NOT NULL,
  last_used_ms INTEGER NOT NULL,
  folded TEXT NOT NULL
) STRICT;
CREATE INDEX customers_used ON customers (last_used_ms);

CREATE TABLE tag_book (
  id TEXT PRIMARY KEY,
  name TEXT,
  color TEXT
) STRICT;
