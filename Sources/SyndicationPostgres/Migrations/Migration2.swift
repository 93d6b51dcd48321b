extension Migration {
  /// What is remembered between builds.
  static let state = Migration(
    number: 2, name: "state",
    sql: #"""
      CREATE SEQUENCE syndicate.revision;
      COMMENT ON SEQUENCE syndicate.revision IS 'Of documents that are remembered: no two writings have one number.';

      CREATE TABLE syndicate.state_document (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        name text NOT NULL,
        revision bigint NOT NULL,
        bytes bytea,
        PRIMARY KEY (site, name)
      );
      COMMENT ON TABLE syndicate.state_document IS 'What is remembered of a site between builds, as files in .syndicate are.';
      COMMENT ON COLUMN syndicate.state_document.bytes IS 'Null for a ledger whose lines are rows of the table ledger.';

      CREATE TABLE syndicate.ledger (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        name text COLLATE "C" NOT NULL,
        line text NOT NULL,
        PRIMARY KEY (site, name)
      );
      COMMENT ON TABLE syndicate.ledger IS
        'The ids and times of what a site has published: it cannot be made again, so back it up.';
      COMMENT ON COLUMN syndicate.ledger.name IS
        'The number of its kind, and what rows of the kind are told apart by, parted by U+0001: in the order of the bytes of these, the lines are the ledger.';
      COMMENT ON COLUMN syndicate.ledger.line IS 'As it stands in ledger.ndjson, with its end.';
      """#)
}
