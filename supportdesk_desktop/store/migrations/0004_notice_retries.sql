-- A notice that no service took is handed over once more when one is back; this is when that was.

ALTER TABLE notices ADD COLUMN retried_ms INTEGER;
CREATE INDEX notices_unheard ON notices (id)
  WHERE retried_ms IS NULL AND outcome IN ('no_service', 'refused');
