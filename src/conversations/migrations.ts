/**
 * Forward only and append only: a step that was released is never edited. The database's `user_version` counts the
 * steps it has taken.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    cursor INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    citations TEXT,
    client_message_id TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (conversation_id, cursor),
    UNIQUE (conversation_id, client_message_id)
  ) STRICT;

  CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    reply_to TEXT NOT NULL UNIQUE REFERENCES messages(id) ON DELETE CASCADE,
    attempts INTEGER NOT NULL,
    cursor INTEGER,
    outcome TEXT,
    route TEXT,
    text TEXT,
    citations TEXT,
    opened_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (conversation_id, cursor)
  ) STRICT;
  CREATE INDEX open_answers ON answers (conversation_id) WHERE finished_at IS NULL;

  -- Apart from the answers: a record is many times their size, and a replay never reads it.
  CREATE TABLE answer_records (
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    record TEXT NOT NULL
  ) STRICT;

  CREATE TABLE ratings (
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    verdict TEXT NOT NULL,
    comment TEXT,
    rated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE owner_changes (
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    cursor INTEGER NOT NULL,
    owner TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, cursor)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE human_requests (
    notice_id TEXT PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    reason TEXT,
    requested_at INTEGER NOT NULL
  ) STRICT;
  `,
];
