-- While a snapshot is stored bit by bit, its tickets and notices have these keys and higher ones, and
-- count as not there; one change of this row makes them the list. The highest number: nothing is.
ALTER TABLE feed ADD COLUMN tickets_below INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE feed ADD COLUMN notices_below INTEGER NOT NULL DEFAULT 9223372036854775807;

DROP TRIGGER ticket_counted;
DROP TRIGGER ticket_discounted;
CREATE TRIGGER ticket_counted AFTER INSERT ON tickets
  WHEN NEW.key < (SELECT tickets_below FROM feed)
BEGIN
  UPDATE ticket_counts SET stored = stored + 1,
    held = held + (NEW.held = 1),
    urgent = urgent + (NEW.held = 1 AND NEW.priority_rank >= 3);
END;
CREATE TRIGGER ticket_discounted AFTER DELETE ON tickets
  WHEN OLD.key < (SELECT tickets_below FROM feed)
BEGIN
  UPDATE ticket_counts SET stored = stored - 1,
    held = held - (OLD.held = 1),
    urgent = urgent - (OLD.held = 1 AND OLD.priority_rank >= 3);
END;
