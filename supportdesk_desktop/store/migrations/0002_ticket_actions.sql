-- What the agent asked to do with a ticket and that has not left yet: no agent_id means finish.
CREATE TABLE ticket_actions (
  ticket_id TEXT PRIMARY KEY,
  agent_id TEXT,
  version INTEGER NOT NULL,
  due_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
