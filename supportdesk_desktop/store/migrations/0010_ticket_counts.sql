-- How many tickets there are, kept by each change of one: counting them anew for every event would
-- cost more the more there are.
CREATE TABLE ticket_counts (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  stored INTEGER NOT NULL,
  held INTEGER NOT NULL,
  urgent INTEGER NOT NULL
) STRICT;
INSERT INTO ticket_counts (one, stored, held, urgent)
  SELECT 1, count(*), coalesce(sum(held = 1), 0), coalesce(sum(held = 1 AND priority_rank >= 3), 0)
  FROM tickets;

CREATE TRIGGER ticket_counted AFTER INSERT ON tickets BEGIN
  UPDATE ticket_counts SET stored = stored + 1,
    held = held + (NEW.held = 1),
    urgent = urgent + (NEW.held = 1 AND NEW.priority_rank >= 3);
END;
CREATE TRIGGER ticket_recounted AFTER UPDATE OF held, priority_rank ON tickets
  WHEN OLD.held <> NEW.held OR OLD.priority_rank <> NEW.priority_rank
BEGIN
  UPDATE ticket_counts SET
    held = held - (OLD.held = 1) + (NEW.held = 1),
    urgent = urgent - (OLD.held = 1 AND OLD.priority_rank >= 3)
      + (NEW.held = 1 AND NEW.priority_rank >= 3);
END;
CREATE TRIGGER ticket_discounted AFTER DELETE ON tickets BEGIN
  UPDATE ticket_counts SET stored = stored - 1,
    held = held - (OLD.held = 1),
    urgent = urgent - (OLD.held = 1 AND OLD.priority_rank >= 3);
END;
