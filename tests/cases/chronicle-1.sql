-- The chronicle: one SQLite file. Each table and column carries a comment; docs/data.md is made from them.
-- What was read (captures, documents, versions) and what people decided (decisions, removed) is kept for good;
-- everything below "derived" can be dropped and made again from it (`sayso rebuild`).

-- Facts about the file itself: schema_version, created, sayso
CREATE TABLE about (
  name TEXT PRIMARY KEY,    -- what is told
  value TEXT NOT NULL       -- its value
) STRICT, WITHOUT ROWID;

-- The bytes that were read, each once, compressed
CREATE TABLE captures (
  sha256 TEXT PRIMARY KEY,  -- hash of the original bytes
  bytes BLOB NOT NULL,      -- the original bytes, compressed with zlib
  size INTEGER NOT NULL,    -- number of original bytes
  taken TEXT NOT NULL       -- when they were read in first (UTC)
) STRICT;

-- What has an address or an id of its own: an article, whatever its text is today
CREATE TABLE documents (
  id TEXT PRIMARY KEY,      -- canonical address, else the given id, else "text:" and a hash
  version TEXT NOT NULL,    -- the text that counts now (versions.version)
  added TEXT NOT NULL       -- when it was first added (UTC)
) STRICT;

-- The texts of a document, one a version: a corrected page has two
CREATE TABLE versions (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- whose text it is
  version TEXT NOT NULL,    -- hash of the text and of what extracted it
  number INTEGER NOT NULL,  -- 1 for the first text of the document, 2 for the next
  capture TEXT REFERENCES captures (sha256), -- the bytes it was made from; null when only the text was given
  title TEXT,               -- the title, which the text begins with
  publisher TEXT,           -- who published it
  byline TEXT,              -- who wrote it
  url TEXT,                 -- where it was published
  published TEXT,           -- day of publication; null when unknown
  published_from TEXT,      -- how that day was found (given, json-ld, meta, dateline, ...)
  language TEXT,            -- ISO 639-1
  file TEXT,                -- the file that it was read from
  text TEXT NOT NULL,       -- the text that all spans count in
  record TEXT NOT NULL,     -- the whole record of the document as JSON, without its text
  added TEXT NOT NULL,      -- when this text was added (UTC)
  PRIMARY KEY (document, version)
) STRICT;
CREATE INDEX versions_of_capture ON versions (capture);
CREATE INDEX versions_of_text ON versions (version);
CREATE INDEX versions_by_day ON versions (published);

-- Inputs that gave no document, and why
CREATE TABLE failures (
  input TEXT NOT NULL,      -- name of the file, line or address
  stage TEXT NOT NULL,      -- what was being done
  reason TEXT NOT NULL,     -- short code of the reason
  what TEXT NOT NULL,       -- the reason for people
  told TEXT NOT NULL        -- when (UTC)
) STRICT;

-- What people decided; append-only, a withdrawal is a row of its own
CREATE TABLE decisions (
  id TEXT PRIMARY KEY,      -- identifier
  verdict TEXT NOT NULL,    -- identity, accept, reject, correct, add, note
  targets TEXT NOT NULL,    -- ids that it is about, as a JSON list
  selectors TEXT NOT NULL,  -- the words that it holds on to: version, span, quote, kind, as a JSON list
  field TEXT,               -- the field that is corrected
  before TEXT,              -- its value before
  after TEXT,               -- its value after
  who TEXT NOT NULL,        -- who decided
  made TEXT NOT NULL,       -- when (UTC)
  why TEXT,                 -- the reason that was given
  reader TEXT NOT NULL,     -- digest of the reader whose records it was about
  withdrawn_by TEXT         -- id of the decision that withdraws it
) STRICT;

-- Documents that were removed for good: no text, only that it was so
CREATE TABLE removed (
  document TEXT PRIMARY KEY, -- its id
  versions TEXT NOT NULL,   -- hashes of its texts, as a JSON list
  captures TEXT NOT NULL,   -- hashes of its bytes, as a JSON list
  why TEXT NOT NULL,        -- the reason
  made TEXT NOT NULL        -- when (UTC)
) STRICT;

-- derived ---------------------------------------------------------------------------------------------------------

-- What a reader found in a text: the whole report, from which the tables below are filled
CREATE TABLE readings (
  id INTEGER PRIMARY KEY,   -- number of the reading
  document TEXT NOT NULL,   -- the document
  version TEXT NOT NULL,    -- its text
  reader TEXT NOT NULL,     -- digest over model and lexicons: two readings under one digest are alike
  report BLOB NOT NULL,     -- the report of CONTRACT sayso.report/1 without the text, compressed with zlib
  UNIQUE (document, version),
  FOREIGN KEY (document, version) REFERENCES versions (document, version) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- People, organisations, states as one text names them
CREATE TABLE entities (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading that found it
  local TEXT NOT NULL,      -- its id within the reading ("e1")
  kind TEXT NOT NULL,       -- person, organisation, government, military, media, group, country, facility, other
  name TEXT NOT NULL,       -- its fullest name in the text
  country TEXT,             -- ISO 3166-1 alpha-2 of the state it belongs to
  sector TEXT,              -- government, military, rebel, media, civilian, business, ...
  roles TEXT,               -- the offices and descriptions that the text gives it, in its words, " · " between
  named INTEGER NOT NULL,   -- 1 when the text names it, 0 when it only describes it
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_by_name ON entities (name COLLATE NOCASE);

-- Every mention of an entity, a piece of equipment, a place
CREATE TABLE mentions (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  of TEXT NOT NULL,         -- id within the reading ("e1", "q1", "p1")
  start INTEGER NOT NULL,   -- first character in the text
  stop INTEGER NOT NULL,    -- first character behind it
  quote TEXT NOT NULL,      -- the words
  form TEXT NOT NULL        -- name, nominal, pronoun
) STRICT;
CREATE INDEX mentions_of ON mentions (reading, of);

-- Weapons, vehicles and systems as one text names them
CREATE TABLE equipment (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- its id within the reading ("q1")
  name TEXT NOT NULL,       -- designation or class phrase
  class TEXT NOT NULL,      -- aircraft, missile, ship, ...
  maker TEXT,               -- country code of its maker
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_by_name ON equipment (name COLLATE NOCASE);

-- Places as one text names them
CREATE TABLE places (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- its id within the reading ("p1")
  name TEXT NOT NULL,       -- its name
  country TEXT,             -- ISO 3166-1 alpha-2
  lat REAL,                 -- degrees north; null when unresolved
  lon REAL,                 -- degrees east
  precision TEXT,           -- point, populated place, admin, country, region, sea
  within TEXT,              -- what it lies in, the nearest first, ", " between
  gazetteer TEXT,           -- its entry in a gazetteer
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;

-- Time expressions
CREATE TABLE times (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- its id within the reading ("t1")
  start INTEGER NOT NULL,   -- first character in the text
  stop INTEGER NOT NULL,    -- first character behind it
  quote TEXT NOT NULL,      -- the words
  type TEXT NOT NULL,       -- DATE, TIME, DURATION, SET
  value TEXT NOT NULL,      -- TIMEX3 value
  earliest TEXT,            -- first day it can mean
  latest TEXT,              -- last day it can mean
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;

-- Who is cited, with which words, for which words
CREATE TABLE attributions (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- its id within the reading ("a1")
  entity TEXT,              -- id of the source's entity within the reading; null when the text names none
  source TEXT,              -- name of the source
  kind TEXT,                -- state media, media, official, government, ...
  country TEXT,             -- country that the source speaks for
  cue_start INTEGER,        -- first character of the words that cite it
  cue_stop INTEGER,         -- first character behind them
  cue TEXT,                 -- the words that cite it
  content TEXT NOT NULL,    -- spans of the words it answers for, as a JSON list
  stance TEXT NOT NULL,     -- asserts, denies, doubts, warns, asks, predicts
  quoted INTEGER NOT NULL,  -- 1 when they stand in quotation marks
  within TEXT,              -- id of the attribution that encloses this one
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;

-- What one text reports: one row an event
CREATE TABLE events (
  id TEXT PRIMARY KEY,      -- identifier: document, version and place of the leading word
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading that found it
  document TEXT NOT NULL,   -- the document
  local TEXT NOT NULL,      -- its id within the reading ("v1")
  kind TEXT NOT NULL,       -- one of the kinds of `sayso kinds`
  word TEXT NOT NULL,       -- the word that names it
  start INTEGER NOT NULL,   -- first character of that word
  stop INTEGER NOT NULL,    -- first character behind it
  status TEXT NOT NULL,     -- happened, planned, possible, negated, failed
  factuality TEXT NOT NULL, -- CT+ PR+ PS+ CT- PR- PS- CTu Uu, of the first source that vouches for it
  tense TEXT,               -- past, ongoing, future, generic
  outcome TEXT,             -- succeeded, failed; null when the text does not tell
  count INTEGER,            -- how often
  relation TEXT,            -- within, throughout, since, until, repeated
  earliest TEXT,            -- first day that it can have been
  latest TEXT,              -- last day that it can have been
  place TEXT,               -- id of its place within the reading
  quote TEXT NOT NULL       -- the sentence that tells it
) STRICT;
CREATE INDEX events_of_reading ON events (reading);
CREATE INDEX events_of_document ON events (document);
CREATE INDEX events_by_day ON events (earliest, latest);
CREATE INDEX events_by_kind ON events (kind, earliest);
CREATE INDEX events_by_status ON events (status, earliest);

-- Who and what takes part in an event
CREATE TABLE participants (
  event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE, -- the event
  role TEXT NOT NULL,       -- actor, target, equipment
  local TEXT,               -- id within the reading of the entity, equipment or place; null when only words tell it
  name TEXT NOT NULL,       -- its name
  country TEXT,             -- its country
  start INTEGER NOT NULL,   -- first character of the words in the text
  stop INTEGER NOT NULL,    -- first character behind them
  quote TEXT NOT NULL       -- the words
) STRICT;
CREATE INDEX participants_of ON participants (event);
CREATE INDEX participants_by_name ON participants (name COLLATE NOCASE, event);

-- Who vouches for which event, how firmly: one row an event and a chain of sources
CREATE TABLE claims (
  id TEXT PRIMARY KEY,      -- identifier: event and number
  event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE, -- the event
  local TEXT NOT NULL,      -- its id within the reading ("c1")
  source TEXT NOT NULL,     -- name of the source nearest the fact; the publisher when the report vouches itself
  chain TEXT NOT NULL,      -- all links, nearest the fact first, ", via " between; empty: the report itself
  stance TEXT NOT NULL,     -- asserts, denies, doubts, warns, asks, predicts
  factuality TEXT NOT NULL, -- that source's commitment
  status TEXT NOT NULL,     -- happened, planned, possible, negated, failed
  cues TEXT NOT NULL,       -- the words that license it, as a JSON list of spans
  start INTEGER NOT NULL,   -- first character of the words that carry it
  stop INTEGER NOT NULL,    -- first character behind them
  quote TEXT NOT NULL       -- those words
) STRICT;
CREATE INDEX claims_of ON claims (event);
CREATE INDEX claims_by_source ON claims (source COLLATE NOCASE);

-- Numbers that events carry: tolls, sums, distances
CREATE TABLE quantities (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- its id within the reading ("n1")
  event TEXT REFERENCES events (id) ON DELETE CASCADE, -- the event; null when it belongs to none
  of TEXT NOT NULL,         -- killed, wounded, detained, displaced, items, money, distance, ...
  unit TEXT,                -- unit or currency
  low REAL,                 -- least that it can be
  high REAL,                -- most that it can be
  value REAL,               -- the number that is told
  start INTEGER NOT NULL,   -- first character in the text
  stop INTEGER NOT NULL,    -- first character behind it
  quote TEXT NOT NULL,      -- the words
  teller TEXT,              -- id within the reading of the attribution that gives it; null for the report itself
  part_of TEXT,             -- id within the reading of the number that it is a part of
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX quantities_of ON quantities (event);

-- Full text, sentence by sentence (FTS5)
CREATE VIRTUAL TABLE sentences USING fts5 (
  text,                     -- the sentence
  reading UNINDEXED,        -- the reading
  start UNINDEXED,          -- first character in the text
  tokenize = 'unicode61 remove_diacritics 2'
);

-- gathered --------------------------------------------------------------------------------------------------------

-- What gathering compares of an event (JSON of gathering.facts.EventFacts)
CREATE TABLE facts (
  event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE, -- the event
  rank TEXT NOT NULL,       -- where it stands in its blocks: by day, place, word
  facts TEXT NOT NULL,      -- the facts as JSON
  pending INTEGER NOT NULL  -- 1 until it is gathered
) STRICT;
CREATE INDEX facts_pending ON facts (pending) WHERE pending = 1;

-- Under which other events the same happening is looked for
CREATE TABLE blocks (
  key TEXT NOT NULL,        -- sort of happening with a name, or with a name and a day
  rank TEXT NOT NULL,       -- as in facts
  event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE, -- the event
  PRIMARY KEY (key, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_of ON blocks (event);

-- What the world may have seen: events of several texts taken for one
CREATE TABLE incidents (
  id TEXT PRIMARY KEY,      -- id of its earliest event
  shown TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- event shown first
  kind TEXT NOT NULL,       -- kind of that event
  status TEXT NOT NULL,     -- status of that event
  earliest TEXT,            -- first day of that event
  latest TEXT,              -- last day of that event
  reports INTEGER NOT NULL, -- number of documents that tell it
  origins INTEGER NOT NULL  -- how many of them are separate as far as the texts tell
) STRICT;
CREATE INDEX incidents_by_day ON incidents (earliest, latest);

-- Which events make an incident
CREATE TABLE incident_events (
  event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE, -- the event
  incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- its incident
  denies INTEGER NOT NULL   -- 1 when it denies the incident
) STRICT;
CREATE INDEX incident_events_of ON incident_events (incident);

-- Why two events were taken for one happening
CREATE TABLE reasons (
  incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the incident
  one TEXT NOT NULL,        -- the one event
  other TEXT NOT NULL,      -- the other event
  score REAL NOT NULL,      -- how alike they are
  why TEXT NOT NULL         -- the reasons in words
) STRICT;
CREATE INDEX reasons_of ON reasons (incident);

-- Which incident seems to carry out the plan of another
CREATE TABLE fulfilments (
  plan TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the planned one
  incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the other
  why TEXT NOT NULL,        -- the reasons in words
  PRIMARY KEY (plan, incident)
) STRICT, WITHOUT ROWID;

-- Ids that incidents had before, and which one they lead to now
CREATE TABLE retired (
  id TEXT PRIMARY KEY,      -- the former id
  incident TEXT NOT NULL    -- the incident that has its first event now
) STRICT, WITHOUT ROWID;

-- Which documents bring one text: copies, cuts, rewrites
CREATE TABLE origins (
  document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, -- the document
  origin TEXT NOT NULL,     -- id of the first document that brings the text
  why TEXT NOT NULL         -- why it is taken for the same text; empty for the first
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_of ON origins (origin);

-- Word sequences that stand for the wording of a text, to find its copies
CREATE TABLE shingles (
  shingle INTEGER NOT NULL, -- hash of three content words
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the document
  PRIMARY KEY (shingle, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX shingles_of ON shingles (document);

-- Documents whose wording is partly the same
CREATE TABLE origin_links (
  one TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,   -- the one document
  other TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the other
  share REAL NOT NULL,      -- share of the shorter text's wording that stands in the other
  words INTEGER NOT NULL,   -- content words in common sequences
  agencies TEXT NOT NULL,   -- agencies that both credit, as a JSON list
  one_part TEXT NOT NULL,   -- sentences of the one that the other has, as bits in hexadecimal
  other_part TEXT NOT NULL, -- sentences of the other that the one has
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_links_of ON origin_links (other);
