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
  taken TEXT NOT NULL,      -- when they were read in first (UTC)
  address TEXT,             -- where they were fetched from, as far as it is known
  fetched TEXT,             -- when, with the zone
  headers TEXT              -- what the server said with them: JSON, a list of [name, value]
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

-- What people decided; rows are only added: a withdrawal is a row of its own
CREATE TABLE decisions (
  id TEXT PRIMARY KEY,      -- identifier
  verdict TEXT NOT NULL,    -- identity, accept, reject, correct, add, note, withdraw
  about TEXT NOT NULL,      -- event, claim, entity, document, decision
  targets TEXT NOT NULL,    -- ids that it is about, as a JSON list
  selectors TEXT NOT NULL,  -- where it holds on to the texts: document, version, span, quote, kind, as a JSON list
  field TEXT,               -- the field that is corrected
  before TEXT,              -- its value before
  after TEXT,               -- its value after; same, different or unsure for an identity
  who TEXT NOT NULL,        -- who decided
  made TEXT NOT NULL,       -- when (UTC)
  why TEXT,                 -- the reason that was given
  reader TEXT NOT NULL,     -- digest of the reader whose records it was about
  withdraws TEXT REFERENCES decisions (id) -- the decision that this one withdraws
) STRICT;
CREATE INDEX decisions_withdrawn ON decisions (withdraws) WHERE withdraws IS NOT NULL;

-- Documents that were removed for good: no text, only that it was so
CREATE TABLE removed (
  document TEXT PRIMARY KEY, -- its id
  versions TEXT NOT NULL,   -- hashes of its texts, as a JSON list
  captures TEXT NOT NULL,   -- hashes of its bytes, as a JSON list
  why TEXT NOT NULL,        -- the reason
  made TEXT NOT NULL        -- when (UTC)
) STRICT;

-- Names that people gave the reader (`sayso names`); all aliases of one id are one person, body or state
CREATE TABLE names (
  alias TEXT PRIMARY KEY,   -- the name as texts write it
  plain TEXT NOT NULL,      -- the same in small plain letters
  id TEXT NOT NULL,         -- id that the team knows it by
  kind TEXT NOT NULL,       -- person, organisation, government, military, media, group, country, facility, other
  country TEXT,             -- ISO 3166-1 alpha-2
  exact INTEGER NOT NULL,   -- 1 when it is found only as it is written
  source TEXT NOT NULL,     -- file it came from, or "by hand"
  added TEXT NOT NULL       -- when (UTC)
) STRICT;
CREATE INDEX names_by_plain ON names (plain);
CREATE INDEX names_of ON names (id);

-- Rows of tables that a team coded by hand (`sayso import`), in our words; a changed row has a further number
CREATE TABLE imported (
  row TEXT NOT NULL,        -- name of the collection, a slash, and the id of the row within it
  number INTEGER NOT NULL,  -- 1 for the first version of the row, 2 for the next
  current INTEGER NOT NULL, -- 1 for the version that counts now
  collection TEXT NOT NULL, -- the table that it belongs to
  kind TEXT,                -- one of the kinds of `sayso kinds`; null when its code stands for none
  told_kind TEXT NOT NULL,  -- what the row calls it
  status TEXT NOT NULL,     -- happened, planned, possible, negated, failed, as the team holds it
  earliest TEXT,            -- first day that it can have been
  latest TEXT,              -- last day that it can have been
  actors TEXT NOT NULL,     -- who did it, as a JSON list
  targets TEXT NOT NULL,    -- to whom or what, as a JSON list
  equipment TEXT NOT NULL,  -- with which arms or vehicles, as a JSON list
  place TEXT,               -- where
  country TEXT,             -- ISO 3166-1 alpha-2 of the place
  lat REAL,                 -- degrees north
  lon REAL,                 -- degrees east
  killed_low INTEGER,       -- least number of dead
  killed_high INTEGER,      -- greatest number of dead
  wounded_low INTEGER,      -- least number of wounded
  wounded_high INTEGER,     -- greatest number of wounded
  source TEXT,              -- whom the row cites
  note TEXT,                -- what the row says in words
  cells TEXT NOT NULL,      -- the row as it was, by column, as JSON
  file TEXT NOT NULL,       -- the file it was read from
  line INTEGER NOT NULL,    -- its line there
  added TEXT NOT NULL,      -- when (UTC)
  PRIMARY KEY (row, number)
) STRICT;
CREATE INDEX imported_current ON imported (row) WHERE current = 1;
CREATE INDEX imported_of ON imported (collection);

-- Rows of the last import of a collection that could not be taken, and why
CREATE TABLE imported_rejected (
  collection TEXT NOT NULL, -- the table that it belongs to
  file TEXT NOT NULL,       -- the file it was read from
  line INTEGER NOT NULL,    -- its line there
  reason TEXT NOT NULL,     -- why it was not taken
  cells TEXT NOT NULL,      -- the row as it was, by column, as JSON
  added TEXT NOT NULL,      -- when (UTC)
  PRIMARY KEY (collection, line)
) STRICT, WITHOUT ROWID;

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
  leads_to TEXT,            -- attribution within the reading: the named source nearest the fact; null when there is none
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
  filler TEXT,              -- what is counted, in the words of the text
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

-- Where decisions hold on to what the readings have now: one row a decision and target
CREATE TABLE attachments (
  decision TEXT NOT NULL REFERENCES decisions (id), -- the decision
  number INTEGER NOT NULL,  -- which of its targets, from 0
  side INTEGER NOT NULL,    -- which of the things that an identity compares
  document TEXT NOT NULL,   -- document of the target, also when it is not there
  target TEXT,              -- id of the event, claim, entity or document now; null when it is not found
  how TEXT NOT NULL,        -- how it was found, or why it was not
  PRIMARY KEY (decision, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_of_document ON attachments (document);
CREATE INDEX attachments_of ON attachments (target) WHERE target IS NOT NULL;

-- Every name once by which incidents are asked for, so that a part of a name is soon found
CREATE TABLE told_names (
  sort TEXT NOT NULL,       -- party, equipment, place, region, source, chain, publisher
  name TEXT NOT NULL,       -- the name as the tables above have it
  PRIMARY KEY (sort, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_by_name ON places (name COLLATE NOCASE);
CREATE INDEX places_by_region ON places (within);
CREATE INDEX places_by_country ON places (country);
CREATE INDEX claims_by_chain ON claims (chain) WHERE chain <> source;
CREATE INDEX versions_by_publisher ON versions (publisher COLLATE NOCASE);
CREATE TRIGGER participants_told AFTER INSERT ON participants BEGIN
  INSERT OR IGNORE INTO told_names VALUES (iif(new.role = 'equipment', 'equipment', 'party'), new.name);
END;
CREATE TRIGGER participants_gone AFTER DELETE ON participants BEGIN
  DELETE FROM told_names WHERE sort IN ('party', 'equipment') AND name = old.name
    AND NOT EXISTS (SELECT 1 FROM participants WHERE name = old.name COLLATE NOCASE);
END;
CREATE TRIGGER places_told AFTER INSERT ON places BEGIN
  INSERT OR IGNORE INTO told_names VALUES ('place', new.name);
  INSERT OR IGNORE INTO told_names SELECT 'region', new.within WHERE new.within IS NOT NULL;
END;
CREATE TRIGGER places_gone AFTER DELETE ON places BEGIN
  DELETE FROM told_names WHERE sort = 'place' AND name = old.name
    AND NOT EXISTS (SELECT 1 FROM places WHERE name = old.name COLLATE NOCASE);
  DELETE FROM told_names WHERE sort = 'region' AND name = old.within
    AND NOT EXISTS (SELECT 1 FROM places WHERE within = old.within);
END;
CREATE TRIGGER claims_told AFTER INSERT ON claims BEGIN
  INSERT OR IGNORE INTO told_names VALUES ('source', new.source);
  INSERT OR IGNORE INTO told_names SELECT 'chain', new.chain WHERE new.chain <> new.source;
END;
CREATE TRIGGER claims_gone AFTER DELETE ON claims BEGIN
  DELETE FROM told_names WHERE sort = 'source' AND name = old.source
    AND NOT EXISTS (SELECT 1 FROM claims WHERE source = old.source COLLATE NOCASE);
  DELETE FROM told_names WHERE sort = 'chain' AND name = old.chain
    AND NOT EXISTS (SELECT 1 FROM claims WHERE chain <> source AND chain = old.chain);
END;
CREATE TRIGGER publishers_told AFTER INSERT ON versions WHEN new.publisher IS NOT NULL BEGIN
  INSERT OR IGNORE INTO told_names VALUES ('publisher', new.publisher);
END;
CREATE TRIGGER publishers_gone AFTER DELETE ON versions WHEN old.publisher IS NOT NULL BEGIN
  DELETE FROM told_names WHERE sort = 'publisher' AND name = old.publisher
    AND NOT EXISTS (SELECT 1 FROM versions WHERE publisher = old.publisher COLLATE NOCASE);
END;

-- Full text, sentence by sentence (FTS5)
CREATE VIRTUAL TABLE sentences USING fts5 (
  text,                     -- the sentence
  reading UNINDEXED,        -- the reading
  start UNINDEXED,          -- first character in the text
  tokenize = 'unicode61 remove_diacritics 2'
);

-- gathered --------------------------------------------------------------------------------------------------------

-- What gathering compares of an event (gathering.facts.EventFacts)
CREATE TABLE facts (
  event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE, -- the event
  facts TEXT NOT NULL,      -- the facts as JSON, without those that are not known
  pending INTEGER NOT NULL, -- 0: gathered; 1: to be gathered again; 2: to be compared with others before
  level INTEGER NOT NULL    -- how clearly pairs had to speak where very many events hang together; 0 nearly always
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_pending ON facts (pending) WHERE pending > 0;

-- How alike an event is to others that it was compared with; what is not here is not alike. Each pair stands both ways
CREATE TABLE alike (
  event TEXT NOT NULL REFERENCES facts (event) ON DELETE CASCADE, -- the one
  other TEXT NOT NULL,      -- the other
  score REAL NOT NULL,      -- above 0; the higher, the more alike
  PRIMARY KEY (event, other)
) STRICT, WITHOUT ROWID;

-- Under which other events the same happening is looked for
CREATE TABLE blocks (
  key TEXT NOT NULL,        -- sort of happening with a name, or with a name and a day
  rank TEXT NOT NULL,       -- an event by day, place, word and id, so that what is alike stands close together
  PRIMARY KEY (key, rank)
) STRICT, WITHOUT ROWID;

-- What the world may have seen: events of several texts taken for one
CREATE TABLE incidents (
  id TEXT PRIMARY KEY,      -- id of its earliest event
  shown TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- event shown first
  kind TEXT NOT NULL,       -- kind of that event
  status TEXT NOT NULL,     -- status of that event
  earliest TEXT,            -- first day of it, as the event in days_of tells or is dated
  latest TEXT,              -- last day of it
  days_of TEXT,             -- event that these days are of; see settled_events for one whose text is undated
  place_of TEXT,            -- event whose place is shown
  reports INTEGER NOT NULL, -- number of documents that tell it
  origins INTEGER NOT NULL  -- how many separate origins tell it as far as the texts tell
) STRICT;
CREATE INDEX incidents_by_day ON incidents (
  (earliest IS NULL AND latest IS NULL), coalesce(earliest, latest), latest, id, earliest, origins
);
CREATE INDEX incidents_newest ON incidents (
  (earliest IS NULL AND latest IS NULL), coalesce(earliest, latest) DESC, latest DESC, id, earliest, origins
);
CREATE INDEX incidents_by_reports ON incidents (reports DESC, origins DESC, id, earliest);
CREATE INDEX incidents_by_origins ON incidents (origins DESC, reports DESC, id, earliest);
CREATE INDEX incidents_of_shown ON incidents (shown);

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

-- Undated documents of which another report dates something
CREATE TABLE settled (
  document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, -- the undated document
  written_from TEXT,        -- first day on which it can have been written; null when that stays wide open
  written_to TEXT,          -- last day on which it can have been written
  problem TEXT              -- why nothing is settled: what contradicts itself; null when it is settled
) STRICT, WITHOUT ROWID;

-- Which telling of a dated report says what day an undated one means
CREATE TABLE settled_by (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the undated document
  time TEXT NOT NULL,       -- id within the reading of the time that gets a day
  day TEXT NOT NULL,        -- the day
  event TEXT NOT NULL,      -- the undated telling
  by TEXT NOT NULL,         -- the telling that gives the day
  score REAL NOT NULL,      -- how alike the two are
  why TEXT NOT NULL,        -- the reasons in words
  PRIMARY KEY (document, event, by)
) STRICT, WITHOUT ROWID;

-- Days of events whose texts are undated, as far as they follow from settled_by; never a ground for gathering
CREATE TABLE settled_events (
  event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE, -- the event; its own days stay as the text tells
  document TEXT NOT NULL,   -- its document
  earliest TEXT,            -- first day that it can have been
  latest TEXT               -- last day that it can have been
) STRICT, WITHOUT ROWID;
CREATE INDEX settled_events_of ON settled_events (document);

-- Which incident seems to carry out the plan of another
CREATE TABLE fulfilments (
  plan TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the planned one
  incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the other
  why TEXT NOT NULL,        -- the reasons in words
  PRIMARY KEY (plan, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX fulfilments_of ON fulfilments (incident);

-- Ids that incidents had before, and which one they lead to now
CREATE TABLE retired (
  id TEXT PRIMARY KEY,      -- the former id
  incident TEXT NOT NULL    -- the incident that has its first event now
) STRICT, WITHOUT ROWID;
CREATE INDEX retired_to ON retired (incident);

-- Which documents bring one text: copies, cuts, rewrites
CREATE TABLE origins (
  document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE, -- the document
  origin TEXT NOT NULL,     -- id of the first document that brings the text
  why TEXT NOT NULL         -- why it is taken for the same text; empty for the first
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_of ON origins (origin);

-- Agencies that a document names as its origin: in a dateline, a byline, a last line
CREATE TABLE credits (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the document
  agency TEXT NOT NULL,     -- name of the agency
  PRIMARY KEY (document, agency)
) STRICT, WITHOUT ROWID;

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

-- Under which blocks the events of an imported row are looked for
CREATE TABLE imported_blocks (
  key TEXT NOT NULL,        -- as in blocks
  rank TEXT NOT NULL,       -- where it would stand in them
  row TEXT NOT NULL,        -- the row
  PRIMARY KEY (key, rank)
) STRICT, WITHOUT ROWID;

-- What gathering compares of an imported row (JSON of gathering.facts.EventFacts)
CREATE TABLE imported_facts (
  row TEXT PRIMARY KEY,     -- the row
  earliest TEXT,            -- first day of the row; null when it has no days
  latest TEXT,              -- last day of the row
  facts TEXT NOT NULL,      -- the facts as JSON
  pending INTEGER NOT NULL  -- 1 until its incident is looked for
) STRICT;
CREATE INDEX imported_facts_pending ON imported_facts (pending) WHERE pending = 1;

-- Which event an imported row is taken for; its incident is the one that holds the event
CREATE TABLE imported_matches (
  row TEXT PRIMARY KEY,     -- the row
  event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE, -- the event that is most like it
  score REAL NOT NULL,      -- how alike they are
  why TEXT NOT NULL         -- the reasons in words
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_matches_of ON imported_matches (event);

-- People, bodies and states across texts: who is taken for one, as far as names, roles, states and years tell
CREATE TABLE identities (
  id TEXT PRIMARY KEY,      -- identifier: it stays while its first way to be named does
  sort TEXT NOT NULL,       -- person, body, state
  name TEXT NOT NULL,       -- the name that most texts use
  country TEXT,             -- ISO 3166-1 alpha-2 of the state it belongs to; null when no text tells
  public INTEGER NOT NULL,  -- 1 for bodies, states and people with a public role in the texts
  entities INTEGER NOT NULL, -- number of entities of single texts that are taken for it
  why TEXT NOT NULL,        -- why different names are taken for one, as a JSON list
  stale INTEGER NOT NULL    -- 1 while its name and number wait to be told anew
) STRICT;
CREATE INDEX identities_by_name ON identities (name COLLATE NOCASE);
CREATE INDEX identities_stale ON identities (stale) WHERE stale = 1;

-- Ways to be named: texts that say alike of one name; identities are made of them
CREATE TABLE identity_variants (
  variant TEXT PRIMARY KEY, -- what texts say alike: name, state, part played, offices, year
  block TEXT NOT NULL,      -- under which others of its kind are looked for: family name, initials, state
  name TEXT NOT NULL,       -- the name
  facts TEXT NOT NULL,      -- the parts of the key as JSON (gathering.variants.Variant)
  raw TEXT NOT NULL,        -- the entity (document # id within the reading) that it is kept for; empty: for all
  members INTEGER NOT NULL, -- number of entities that are named so
  identity TEXT REFERENCES identities (id) DEFERRABLE INITIALLY DEFERRED, -- whose it is; null until that is settled
  pending INTEGER NOT NULL  -- 1 until it is settled with others of its block
) STRICT;
CREATE INDEX identity_variants_of_block ON identity_variants (block);
CREATE INDEX identity_variants_of ON identity_variants (identity);
CREATE INDEX identity_variants_pending ON identity_variants (block) WHERE pending = 1;
CREATE INDEX identity_variants_kept_apart ON identity_variants (raw) WHERE raw <> '';

-- Which entity of which text is named in which of these ways
CREATE TABLE identity_members (
  reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE, -- the reading
  local TEXT NOT NULL,      -- id of the entity within the reading
  variant TEXT NOT NULL REFERENCES identity_variants (variant) DEFERRABLE INITIALLY DEFERRED, -- the way it is named
  PRIMARY KEY (reading, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_members_of ON identity_members (variant);

-- Identities that may be the same: for people to decide
CREATE TABLE identity_questions (
  one TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,   -- the one
  other TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- the other
  why TEXT NOT NULL,        -- what speaks for and against it
  weight INTEGER NOT NULL,  -- how much they have in common: the greater, the sooner to be asked
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_questions_of ON identity_questions (other);

-- What people decided about entities when identities were last settled
CREATE TABLE identity_verdicts (
  one TEXT NOT NULL,        -- the one entity: document # id within the reading
  other TEXT NOT NULL,      -- the other
  same INTEGER NOT NULL,    -- 1 for the same, 0 for different
  number INTEGER NOT NULL,  -- its place in the order in which they were decided
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- to look at ------------------------------------------------------------------------------------------------------

-- Incidents as `sayso list` shows them: start here
CREATE VIEW list_incidents AS
SELECT
  i.id AS incident,         -- its id, for `sayso show`
  i.earliest,               -- first day that it can have been
  i.latest,                 -- last day that it can have been
  i.kind,                   -- one of the kinds of `sayso kinds`
  e.word AS what,           -- the word that tells it
  (SELECT group_concat(name, ', ') FROM participants WHERE event = e.id AND role = 'actor') AS who, -- who did it
  (SELECT group_concat(name, ', ') FROM participants WHERE event = e.id AND role = 'target') AS whom, -- to whom or what
  (SELECT group_concat(name, ', ') FROM participants WHERE event = e.id AND role = 'equipment') AS equipment, -- with what
  p.name AS place,          -- where
  p.country,                -- country of the place
  CASE WHEN p.precision <> 'country' THEN p.lat END AS latitude, -- degrees north; null for a whole country
  CASE WHEN p.precision <> 'country' THEN p.lon END AS longitude, -- degrees east
  i.status,                 -- happened, planned, possible, negated, failed
  i.reports,                -- number of documents that tell it
  i.origins,                -- how many separate origins tell it as far as the texts tell
  e.quote,                  -- the sentence that is shown first
  e.document                -- its document
FROM incidents i
JOIN events e ON e.id = i.shown
LEFT JOIN events w ON w.id = coalesce(i.place_of, i.shown)
LEFT JOIN places p ON p.reading = w.reading AND p.local = w.place;

-- Who says what, one row a claim: the ledger as `sayso claims` shows it
CREATE VIEW list_claims AS
SELECT
  c.source,                 -- name of the source nearest the fact; the publisher when the report vouches itself
  c.chain,                  -- all links, nearest the fact first; empty: the report itself
  c.stance,                 -- asserts, denies, doubts, warns, asks, predicts
  c.status,                 -- happened, planned, possible, negated, failed
  c.factuality,             -- that source's commitment
  e.kind,                   -- kind of the event
  e.word AS what,           -- the word that tells it
  e.earliest,               -- first day that the event can have been
  e.latest,                 -- last day that it can have been
  c.quote,                  -- the words that carry the claim
  v.publisher,              -- who published the report
  v.published,              -- day of publication
  e.document,               -- the document
  m.incident                -- the incident, when there is one
FROM claims c
JOIN events e ON e.id = c.event
JOIN readings r ON r.id = e.reading
JOIN versions v ON v.document = r.document AND v.version = r.version
LEFT JOIN incident_events m ON m.event = e.id;

-- Documents with the text that counts now
CREATE VIEW list_documents AS
SELECT
  d.id AS document,         -- its id
  v.published,              -- day of publication; null when unknown
  v.publisher,              -- who published it
  v.title,                  -- its title
  v.url,                    -- where it was published
  coalesce(o.origin, d.id) AS origin, -- the first document that brings this text
  nullif(o.why, '') AS copied_because, -- why it is taken for the same text; null for the first
  (SELECT count(*) FROM events WHERE document = d.id) AS events, -- number of events that it tells
  v.number AS versions,     -- number of its texts so far
  v.text                    -- the text
FROM documents d
JOIN versions v ON v.document = d.id AND v.version = d.version
LEFT JOIN origins o ON o.document = d.id;
