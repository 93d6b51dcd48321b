extension Migration {
  /// What of large sites is to be done, and when.
  static let slices = Migration(
    number: 4, name: "slices",
    sql: #"""
      CREATE TABLE syndicate.stale (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        scope text COLLATE "C" NOT NULL,
        PRIMARY KEY (site, scope)
      );
      COMMENT ON TABLE syndicate.stale IS 'Feeds that are to be made.';

      CREATE TABLE syndicate.due (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        entry text COLLATE "C" NOT NULL,
        time timestamptz NOT NULL,
        PRIMARY KEY (site, entry)
      );
      COMMENT ON TABLE syndicate.due IS 'Entries that are yet to appear, or that will expire.';
      CREATE INDEX due_by_time ON syndicate.due (site, time);
      """#)
}
