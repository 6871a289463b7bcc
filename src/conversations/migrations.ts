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

  // Staff: accounts, sessions, links that work once, and the log of what was done.
  `
  CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE staff_sessions (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    staff_id TEXT NOT NULL REFERENCES staff(id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_staff ON staff_sessions (staff_id);

  CREATE TABLE staff_links (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    role TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;

  -- No foreign keys: the log outlives what it speaks of.
  CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    staff_id TEXT,
    action TEXT NOT NULL,
    conversation_id TEXT,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_log_is_not_edited BEFORE UPDATE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_log_is_not_cut BEFORE DELETE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
  // The inbox: a line for each conversation that a list reads alone, what staff add to it, and the text search.
  `
  ALTER TABLE conversations ADD COLUMN assignee TEXT;
  ALTER TABLE conversations ADD COLUMN waiting_since INTEGER;
  ALTER TABLE conversations ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN last_author TEXT NOT NULL DEFAULT 'customer';
  ALTER TABLE conversations ADD COLUMN last_text TEXT NOT NULL DEFAULT '';
  ALTER TABLE conversations ADD COLUMN page TEXT;
  ALTER TABLE conversations ADD COLUMN locale TEXT;
  ALTER TABLE conversations ADD COLUMN subject TEXT;
  ALTER TABLE conversations ADD COLUMN attributes TEXT;
  ALTER TABLE messages ADD COLUMN staff_id TEXT;
  ALTER TABLE answers ADD COLUMN intent TEXT;
  ALTER TABLE answers ADD COLUMN model_id TEXT;
  ALTER TABLE answers ADD COLUMN prompt_version TEXT;
  ALTER TABLE answers ADD COLUMN reviewed_at INTEGER;

  UPDATE answers SET
    intent = (SELECT json_extract(record, '$.intent.name') FROM answer_records WHERE answer_id = answers.id),
    model_id = (SELECT json_extract(record, '$.modelId') FROM answer_records WHERE answer_id = answers.id),
    prompt_version = (SELECT json_extract(record, '$.promptVersion') FROM answer_records WHERE answer_id = answers.id);
  UPDATE conversations SET
    last_at = coalesce((SELECT max(created_at) FROM messages WHERE conversation_id = conversations.id), created_at),
    last_text = coalesce((SELECT substr(text, 1, 200) FROM messages WHERE conversation_id = conversations.id
      ORDER BY cursor DESC LIMIT 1), '');

  CREATE INDEX open_conversations ON conversations (last_at DESC, id) WHERE owner <> 'closed';
  CREATE INDEX closed_conversations ON conversations (last_at DESC, id) WHERE owner = 'closed';
  CREATE INDEX waiting_conversations ON conversations (waiting_since, id) WHERE waiting_since IS NOT NULL;
  CREATE INDEX assigned_conversations ON conversations (assignee, last_at DESC, id) WHERE assignee IS NOT NULL;
  CREATE INDEX conversations_of_subject ON conversations (subject, last_at DESC) WHERE subject IS NOT NULL;
  CREATE INDEX unreviewed_answers ON answers (conversation_id) WHERE finished_at IS NOT NULL AND reviewed_at IS NULL;

  CREATE TABLE conversation_labels (
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    PRIMARY KEY (conversation_id, label)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversations_of_label ON conversation_labels (label, conversation_id);

  CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    staff_id TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX notes_of_conversation ON notes (conversation_id, created_at);

  CREATE TABLE seen_by_staff (
    staff_id TEXT NOT NULL REFERENCES staff(id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    cursor INTEGER NOT NULL,
    PRIMARY KEY (staff_id, conversation_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE canned_replies (
    shortcut TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT;

  -- What the bot would have said while a person owned the turn, beside what that person said: a preference pair.
  CREATE TABLE shadow_drafts (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    question_id TEXT NOT NULL UNIQUE REFERENCES messages(id) ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    citations TEXT NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    reply_id TEXT REFERENCES messages(id) ON DELETE SET NULL
  ) STRICT;
  CREATE INDEX drafts_of_conversation ON shadow_drafts (conversation_id, created_at);

  -- One line for each message and finished answer, in the order in which they were said over all conversations.
  CREATE TABLE search_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    entry_id TEXT NOT NULL,
    -- The question whose answer gives outcome, intent, model and rating; null for what staff wrote.
    question_id TEXT,
    author TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX search_entries_of_conversation ON search_entries (conversation_id);
  CREATE INDEX search_entries_by_time ON search_entries (at);
  -- Contentless: the texts stand in messages and answers already.
  CREATE VIRTUAL TABLE search_words USING fts5 (
    text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER search_words_go_with_their_entry AFTER DELETE ON search_entries
    BEGIN DELETE FROM search_words WHERE rowid = old.id; END;

  INSERT INTO search_entries (conversation_id, entry_id, question_id, author, at)
    SELECT conversation_id, id, question_id, author, at FROM (
      SELECT conversation_id, id, CASE author WHEN 'customer' THEN id END AS question_id, author, created_at AS at
        FROM messages WHERE author <> 'system'
      UNION ALL
      SELECT conversation_id, id, reply_to, 'bot', finished_at FROM answers WHERE finished_at IS NOT NULL
    ) ORDER BY at;
  INSERT INTO search_words (rowid, text)
    SELECT search_entries.id, coalesce(messages.text, answers.text) FROM search_entries
      LEFT JOIN messages ON messages.id = search_entries.entry_id
      LEFT JOIN answers ON answers.id = search_entries.entry_id;
  `,
  // Verdicts of staff, and what follows from them. Everything after `reviews` can be made again from it.
  `
  CREATE TABLE reviews (
    answer_id TEXT NOT NULL REFERENCES answers(id) ON DELETE CASCADE,
    staff_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    text TEXT,
    citations TEXT,
    reason TEXT,
    intent TEXT,
    -- An owner's word, which ends a disagreement.
    settles INTEGER NOT NULL,
    reviewed_at INTEGER NOT NULL,
    PRIMARY KEY (answer_id, staff_id)
  ) STRICT;

  CREATE TABLE verified_answers (
    -- The answer that was corrected; no foreign key, as staff's text outlives the conversation that it came from.
    id TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    text TEXT NOT NULL,
    cited TEXT NOT NULL,
    verified_at INTEGER NOT NULL,
    retired_at INTEGER
  ) STRICT;
  CREATE INDEX live_verified_answers ON verified_answers (verified_at) WHERE retired_at IS NULL;

  CREATE TABLE documentation_gaps (
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    found_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE learning_rows (
    answer_id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    messages TEXT NOT NULL,
    completion TEXT,
    rejected TEXT,
    intent TEXT,
    verdict TEXT NOT NULL,
    reviewed_at INTEGER NOT NULL
  ) STRICT;
  `,
  // How conversations ended, kept with what says so: counting would otherwise read every answer of every conversation.
  `
  ALTER TABLE answers ADD COLUMN first_token_ms INTEGER;
  ALTER TABLE answers ADD COLUMN prompt_tokens INTEGER;
  ALTER TABLE answers ADD COLUMN completion_tokens INTEGER;
  UPDATE answers SET
    prompt_tokens = (SELECT json_extract(record, '$.tokens.prompt') FROM answer_records WHERE answer_id = answers.id),
    completion_tokens =
      (SELECT json_extract(record, '$.tokens.completion') FROM answer_records WHERE answer_id = answers.id)
    WHERE model_id IS NOT NULL;

  -- The last answer that was more than a courtesy, its outcome, and what the customer thought of it.
  ALTER TABLE conversations ADD COLUMN last_answer TEXT;
  ALTER TABLE conversations ADD COLUMN last_outcome TEXT;
  ALTER TABLE conversations ADD COLUMN last_rating TEXT;
  -- A person was asked for or took over.
  ALTER TABLE conversations ADD COLUMN handed_off INTEGER NOT NULL DEFAULT 0;
  -- The customer came back after the conversation had counted as over.
  ALTER TABLE conversations ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
  -- The website that the chat stood on: the host of the page's address.
  ALTER TABLE conversations ADD COLUMN channel TEXT AS (
    lower(substr(page, instr(page, '://') + 3, instr(substr(page, instr(page, '://') + 3) || '/', '/') - 1))
  ) VIRTUAL;

  UPDATE conversations SET
    last_answer = (SELECT id FROM answers WHERE conversation_id = conversations.id AND finished_at IS NOT NULL
      AND route <> 'small-talk' ORDER BY cursor DESC LIMIT 1),
    handed_off = EXISTS (SELECT 1 FROM human_requests WHERE conversation_id = conversations.id)
      OR EXISTS (SELECT 1 FROM owner_changes WHERE conversation_id = conversations.id AND owner IN ('queued', 'human'))
      OR EXISTS (SELECT 1 FROM answers WHERE conversation_id = conversations.id AND outcome = 'handed-off');
  UPDATE conversations SET
    last_outcome = (SELECT outcome FROM answers WHERE id = last_answer),
    last_rating = (SELECT verdict FROM ratings WHERE answer_id = last_answer),
    reopened = EXISTS (
      SELECT 1 FROM search_entries AS said WHERE conversation_id = conversations.id AND author = 'customer' AND EXISTS
        (SELECT 1 FROM search_entries WHERE conversation_id = conversations.id AND id < said.id)
        AND said.at - 86400000 >= (SELECT max(at) FROM search_entries WHERE conversation_id = conversations.id
          AND id < said.id));

  CREATE INDEX conversations_by_start ON conversations (created_at, id);
  -- 1: it has ended and says something. Kept, because an index that knows it tells everything without the table.
  ALTER TABLE answers ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;
  UPDATE answers SET shown = 1 WHERE finished_at IS NOT NULL AND text <> '';
  CREATE INDEX answers_by_end ON answers (
    finished_at, id, shown, outcome, route, intent, model_id, first_token_ms, prompt_tokens, completion_tokens,
    conversation_id
  );
  CREATE INDEX answers_of_conversation ON answers (conversation_id, shown, intent);

  CREATE TABLE saved_views (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- JSON: the filters as they stand in the page's address.
    filters TEXT NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX views_of_staff ON saved_views (staff_id);
  `,
  // Prompts: every saved version, the history of what served, and replays of past questions.
  `
  CREATE TABLE prompt_versions (
    version TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER prompt_versions_are_not_edited BEFORE UPDATE ON prompt_versions
    BEGIN SELECT RAISE(ABORT, 'a saved prompt version is not changed'); END;
  CREATE TRIGGER prompt_versions_are_not_dropped BEFORE DELETE ON prompt_versions
    BEGIN SELECT RAISE(ABORT, 'a saved prompt version is not dropped'); END;

  CREATE TABLE prompt_rollouts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    -- Null: the guard.
    by TEXT,
    action TEXT NOT NULL,
    version TEXT NOT NULL,
    share REAL,
    reason TEXT NOT NULL
  ) STRICT;

  CREATE TABLE prompt_replays (
    id TEXT PRIMARY KEY,
    candidate TEXT NOT NULL,
    baseline TEXT NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    judged INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    cancelled_at INTEGER
  ) STRICT;
  CREATE TABLE prompt_replay_questions (
    replay_id TEXT NOT NULL REFERENCES prompt_replays(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    -- The turn that the question comes from: its erasure takes the replayed one along.
    answer_id TEXT REFERENCES answers(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    -- Both sides; null until the question was replayed.
    result TEXT,
    PRIMARY KEY (replay_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX replayed_answers ON prompt_replay_questions (answer_id) WHERE answer_id IS NOT NULL;

  CREATE INDEX answers_of_prompt ON answers (prompt_version, finished_at)
    WHERE prompt_version IS NOT NULL AND finished_at IS NOT NULL;
  `,
  // Where nobody is on duty, a customer may leave an address to be answered at.
  `
  ALTER TABLE conversations ADD COLUMN email TEXT;
  ALTER TABLE conversations ADD COLUMN email_at INTEGER;
  ALTER TABLE human_requests ADD COLUMN offers_email INTEGER NOT NULL DEFAULT 0;
  `,
  // A conversation that sleeps until a time leaves the lists of what is to be done.
  `
  ALTER TABLE conversations ADD COLUMN snoozed_until INTEGER;
  CREATE INDEX snoozed_conversations ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
  `,
  // Erasure: who holds the token of an erased conversation begins a new one; and what deleting a conversation looks up.
  `
  CREATE TABLE erased_conversations (
    -- Rises with each erasure, so that a server sees which ones it has not heard of.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the conversation's id: nothing leads back to it.
    id_hash TEXT NOT NULL UNIQUE,
    erased_at INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX conversations_by_last ON conversations (last_at, id);
  CREATE INDEX conversations_of_email ON conversations (email) WHERE email IS NOT NULL;
  CREATE INDEX human_requests_of_conversation ON human_requests (conversation_id);
  CREATE INDEX seen_conversations ON seen_by_staff (conversation_id);
  CREATE INDEX drafts_of_reply ON shadow_drafts (reply_id);
  `,
  // Who changed hands, for the colleagues who read it later.
  `
  ALTER TABLE owner_changes ADD COLUMN staff_id TEXT;
  ALTER TABLE owner_changes ADD COLUMN assignee TEXT;
  `,
  // Which kind of model wrote an answer, so that the customer is told also after a reload.
  `
  ALTER TABLE answers ADD COLUMN writer TEXT;
  `,
  // Further wordings of a verified answer, so that it is recognised in them, too.
  `
  CREATE TABLE verified_phrasings (
    id TEXT PRIMARY KEY,
    answer_id TEXT NOT NULL REFERENCES verified_answers(id) ON DELETE CASCADE,
    -- Without personal data.
    text TEXT NOT NULL,
    -- The customer's message whose words these are; null: staff's own words.
    question_id TEXT REFERENCES messages(id) ON DELETE SET NULL,
    added_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX phrasings_of_answer ON verified_phrasings (answer_id);
  CREATE INDEX phrasings_of_question ON verified_phrasings (question_id) WHERE question_id IS NOT NULL;
  `,
  // Questions that a verified answer was given for and that staff said it is not for; and verdicts from before it went stale.
  `
  CREATE TABLE verified_exclusions (
    -- The answer that was judged; the question is the one that it replied to.
    id TEXT PRIMARY KEY REFERENCES answers(id) ON DELETE CASCADE,
    answer_id TEXT NOT NULL REFERENCES verified_answers(id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX exclusions_of_answer ON verified_exclusions (answer_id);

  ALTER TABLE reviews ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
  `,
  // How long a reviewer looked at an answer.
  `
  ALTER TABLE reviews ADD COLUMN shown_ms INTEGER;
  CREATE INDEX timed_reviews ON reviews (answer_id, shown_ms) WHERE shown_ms IS NOT NULL;
  `,
];
