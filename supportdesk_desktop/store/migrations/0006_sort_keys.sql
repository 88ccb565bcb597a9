-- Subject and customer as they count for the order of a list (core/placing.py): ticket_text has
-- them folded already.
ALTER TABLE tickets ADD COLUMN subject_key TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN customer_key TEXT NOT NULL DEFAULT '';
UPDATE tickets SET
  subject_key = substr(s.subject, 1, min(64, instr(s.subject || char(10), char(10)) - 1)),
  customer_key = substr(s.customer, 1, min(64, instr(s.customer || char(10), char(10)) - 1))
  FROM ticket_text AS s WHERE s.rowid = tickets.key;

-- All that a list is sorted by, so that sorting never reads the tickets themselves.
CREATE INDEX tickets_sorting ON tickets
  (received_ms, id, priority_rank, number, status, customer_key, subject_key, notice_id)
  WHERE held = 1;
