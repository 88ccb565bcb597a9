-- By what name the notification service keeps the announcement of a notice, until it is withdrawn:
-- so that a later start finds it again.

ALTER TABLE notices ADD COLUMN shown_as TEXT;
CREATE INDEX notices_shown ON notices (ticket_id) WHERE shown_as IS NOT NULL;

-- What was a switch says now which announcements are heard.
UPDATE settings SET value = '"all"' WHERE name = 'notices.sound' AND value = 'true';
DELETE FROM settings WHERE name = 'notices.sound' AND value = 'false';
