extension Migration {
  /// What is published, and where.
  static let documents = Migration(
    number: 3, name: "documents",
    sql: #"""
      CREATE TABLE syndicate.document (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        path text COLLATE "C" NOT NULL,
        size bigint NOT NULL,
        hash text NOT NULL,
        fingerprint text,
        tag text NOT NULL,
        PRIMARY KEY (site, path)
      );
      COMMENT ON TABLE syndicate.document IS 'The documents of a site that are in the store.';
      COMMENT ON COLUMN syndicate.document.path IS 'Below the folder, or the address, that its feeds are served from.';
      COMMENT ON COLUMN syndicate.document.size IS 'In bytes.';
      COMMENT ON COLUMN syndicate.document.hash IS 'XXH3 of the bytes, in hexadecimal digits.';
      COMMENT ON COLUMN syndicate.document.fingerprint IS 'The same of what it is made of; null where nobody knows.';
      COMMENT ON COLUMN syndicate.document.tag IS 'The entity tag that the store gave it.';

      CREATE TABLE syndicate.membership (
        site integer NOT NULL,
        scope text COLLATE "C" NOT NULL,
        published timestamptz NOT NULL,
        entry text COLLATE "C" NOT NULL
      );
      COMMENT ON TABLE syndicate.membership IS
        'Which entries a scope holds, as workers found out when they last read them.';
      COMMENT ON COLUMN syndicate.membership.scope IS 'As tags/graphs.';
      CREATE UNIQUE INDEX membership_by_time ON syndicate.membership (site, scope, published DESC, entry);
      CREATE INDEX membership_by_entry ON syndicate.membership (site, entry);

      CREATE OR REPLACE FUNCTION syndicate.forget_sites() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        DELETE FROM syndicate.change WHERE site IN (SELECT id FROM old_rows);
        DELETE FROM syndicate.membership WHERE site IN (SELECT id FROM old_rows);
        RETURN NULL;
      END $$;
      """#)
}
