-- The ledger of filings enforces its rules itself (docs/filing.md): a state changes only by an act
-- that is allowed and written down first, attempts and history are kept, filings are never deleted.

CREATE TABLE filing_rules (
  before TEXT NOT NULL,
  act TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (before, act)
) STRICT, WITHOUT ROWID;
INSERT INTO filing_rules (before, act, after) VALUES
  ('queued', 'take', 'sending'),
  ('queued', 'hold', 'queued'),
  ('queued', 'answer', 'confirmed'),
  ('queued', 'evidence', 'confirmed'),
  ('queued', 'resend', 'queued'),
  ('queued', 'withdraw', 'withdrawn'),
  ('sending', 'answer', 'confirmed'),
  ('sending', 'not_sent', 'queued'),
  ('sending', 'refusal', 'refused'),
  ('sending', 'doubt', 'uncertain'),
  ('sending', 'owner_died', 'uncertain'),
  ('sending', 'evidence', 'confirmed'),
  ('uncertain', 'hold', 'uncertain'),
  ('uncertain', 'repeat', 'uncertain'),
  ('uncertain', 'answer', 'confirmed'),
  ('uncertain', 'refusal', 'refused'),
  ('uncertain', 'doubt', 'uncertain'),
  ('uncertain', 'evidence', 'confirmed'),
  ('uncertain', 'agent_confirms', 'confirmed'),
  ('uncertain', 'resend', 'queued'),
  ('uncertain', 'withdraw', 'withdrawn'),
  ('refused', 'mend', 'queued'),
  ('refused', 'evidence', 'confirmed'),
  ('refused', 'withdraw', 'withdrawn'),
  ('withdrawn', 'answer', 'confirmed'),
  ('withdrawn', 'evidence', 'confirmed');

-- Under which Idempotency-Key an attempt left: two keys may be two tickets.
ALTER TABLE filing_attempts ADD COLUMN idempotency_key TEXT;
UPDATE filing_attempts SET idempotency_key =
  (SELECT f.idempotency_key FROM filings AS f WHERE f.id = filing_attempts.filing_id);

-- Every ticket known to be a filing's; more than one is a double.
CREATE TABLE filing_tickets (
  filing_id INTEGER NOT NULL REFERENCES filings (id),
  ticket_id TEXT NOT NULL,
  number TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (filing_id, ticket_id)
) STRICT, WITHOUT ROWID;
INSERT INTO filing_tickets (filing_id, ticket_id, number, at_ms)
  SELECT id, ticket_id, ticket_number, coalesce(settled_ms, created_ms)
  FROM filings WHERE ticket_id IS NOT NULL;

CREATE TRIGGER filing_history_allowed BEFORE INSERT ON filing_history
WHEN NEW.act IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM filing_rules AS r
  WHERE r.before = NEW.before AND r.act = NEW.act AND r.after = NEW.after
)
BEGIN
  SELECT RAISE(ABORT, 'no such change of a filing');
END;

CREATE TRIGGER filings_change_by_history BEFORE UPDATE OF state ON filings
WHEN NEW.state IS NOT OLD.state AND NOT EXISTS (
  SELECT 1 FROM filing_history AS h
  WHERE h.id = (SELECT max(id) FROM filing_history WHERE filing_id = OLD.id)
    AND h.before = OLD.state AND h.after = NEW.state
)
BEGIN
  SELECT RAISE(ABORT, 'a filing changes by an act that is written down');
END;

CREATE TRIGGER filings_confirm_by_evidence BEFORE UPDATE OF state ON filings
WHEN NEW.state = 'confirmed' AND (NEW.evidence IS NULL OR NEW.ticket_number IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'a filing is confirmed by evidence');
END;

CREATE TRIGGER filings_are_kept BEFORE DELETE ON filings
BEGIN
  SELECT RAISE(ABORT, 'a filing is kept');
END;

CREATE TRIGGER filings_are_one_intent BEFORE UPDATE OF id, client_ref, created_ms ON filings
WHEN NEW.id IS NOT OLD.id OR NEW.client_ref IS NOT OLD.client_ref
  OR NEW.created_ms IS NOT OLD.created_ms
BEGIN
  SELECT RAISE(ABORT, 'a filing stays the same intent');
END;

CREATE TRIGGER filing_history_is_kept BEFORE DELETE ON filing_history
BEGIN
  SELECT RAISE(ABORT, 'history is kept');
END;

CREATE TRIGGER filing_history_stays BEFORE UPDATE ON filing_history
BEGIN
  SELECT RAISE(ABORT, 'history is kept');
END;

CREATE TRIGGER filing_attempts_are_kept BEFORE DELETE ON filing_attempts
BEGIN
  SELECT RAISE(ABORT, 'an attempt is kept');
END;

-- An attempt is written down when it begins and once more when it ends.
CREATE TRIGGER filing_attempts_end_once BEFORE UPDATE ON filing_attempts
WHEN OLD.outcome IS NOT NULL OR NEW.filing_id IS NOT OLD.filing_id OR NEW.at_ms IS NOT OLD.at_ms
  OR NEW.idempotency_key IS NOT OLD.idempotency_key
BEGIN
  SELECT RAISE(ABORT, 'an attempt is kept');
END;
