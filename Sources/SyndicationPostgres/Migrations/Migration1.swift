extension Migration {
  /// Sites, their entries, and what changed of them.
  static let publishers = Migration(
    number: 1, name: "publishers",
    sql: #"""
      CREATE TABLE syndicate.site (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
        configuration text NOT NULL CHECK (octet_length(configuration) <= 1000000)
      );
      COMMENT ON TABLE syndicate.site IS
        'A site that feeds are published of. Who inserts, updates or deletes rows by SQL has them published.';
      COMMENT ON COLUMN syndicate.site.id IS 'What all other tables call it.';
      COMMENT ON COLUMN syndicate.site.name IS
        'What people, and messages, call it: small letters, digits, ".", "_" and "-", as a host has them.';
      COMMENT ON COLUMN syndicate.site.configuration IS
        'What would be its config.json, without sources: those are the rows of entry.';

      CREATE TABLE syndicate.entry (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        id text COLLATE "C" NOT NULL CHECK (id <> '' AND octet_length(id) <= 2000 AND id IS NFC NORMALIZED),
        url text CHECK (octet_length(url) <= 8000),
        title text CHECK (octet_length(title) <= 10000),
        summary text CHECK (octet_length(summary) <= 1000000),
        content text CHECK (octet_length(content) <= 20000000),
        markup text NOT NULL DEFAULT 'html' CHECK (markup IN ('html', 'text', 'markdown')),
        published timestamptz NOT NULL DEFAULT now()
          CHECK (published >= '0001-01-01Z' AND published < '10000-01-01Z'),
        updated timestamptz CHECK (updated >= '0001-01-01Z' AND updated < '10000-01-01Z'),
        authors jsonb NOT NULL DEFAULT '[]'
          CHECK (jsonb_typeof(authors) = 'array' AND pg_column_size(authors) <= 10000000),
        tags text[] NOT NULL DEFAULT '{}' CHECK (
          coalesce(array_ndims(tags), 1) = 1 AND array_position(tags, NULL) IS NULL
          AND pg_column_size(tags) <= 10000000),
        categories text[] NOT NULL DEFAULT '{}' CHECK (
          coalesce(array_ndims(categories), 1) = 1 AND array_position(categories, NULL) IS NULL
          AND pg_column_size(categories) <= 10000000),
        language text CHECK (language ~ '^[A-Za-z0-9-]{1,100}$'),
        image text CHECK (octet_length(image) <= 8000),
        banner_image text CHECK (octet_length(banner_image) <= 8000),
        external_url text CHECK (octet_length(external_url) <= 8000),
        attachments jsonb NOT NULL DEFAULT '[]'
          CHECK (jsonb_typeof(attachments) = 'array' AND pg_column_size(attachments) <= 10000000),
        aliases text[] NOT NULL DEFAULT '{}' CHECK (
          coalesce(array_ndims(aliases), 1) = 1 AND array_position(aliases, NULL) IS NULL
          AND pg_column_size(aliases) <= 10000000),
        origin jsonb CHECK (jsonb_typeof(origin) = 'object'),
        episode jsonb CHECK (jsonb_typeof(episode) = 'object'),
        hidden boolean NOT NULL DEFAULT false,
        minor boolean NOT NULL DEFAULT false,
        withdrawn text CHECK (octet_length(withdrawn) <= 10000),
        expires timestamptz CHECK (expires >= '0001-01-01Z' AND expires < '10000-01-01Z'),
        feed_id text CHECK (octet_length(feed_id) <= 8000),
        PRIMARY KEY (site, id)
      );
      COMMENT ON TABLE syndicate.entry IS
        'An entry of a site. The columns are what JSON Feed 1.1 has for an item, under the names of this program.';
      COMMENT ON COLUMN syndicate.entry.site IS 'The id of its site.';
      COMMENT ON COLUMN syndicate.entry.id IS
        'Tells it from the others of its site, for ever: an entry with another id is another entry. In normal form C, as two that look alike are one. JSON Feed "id".';
      COMMENT ON COLUMN syndicate.entry.url IS
        'Its page: a URL, or a reference relative to the site''s. JSON Feed "url".';
      COMMENT ON COLUMN syndicate.entry.title IS 'Plain text. JSON Feed "title".';
      COMMENT ON COLUMN syndicate.entry.summary IS 'Plain text. JSON Feed "summary".';
      COMMENT ON COLUMN syndicate.entry.content IS 'Written as "markup" says. JSON Feed "content_html", "content_text".';
      COMMENT ON COLUMN syndicate.entry.markup IS 'What content is written in: html, text or markdown.';
      COMMENT ON COLUMN syndicate.entry.published IS
        'When it was, or is to be, published: one in the future waits. JSON Feed "date_published".';
      COMMENT ON COLUMN syndicate.entry.updated IS
        'When its author last edited it; null has that found out. JSON Feed "date_modified".';
      COMMENT ON COLUMN syndicate.entry.authors IS
        'Objects with "name", and if you like "url", "email", "affiliation". JSON Feed "authors".';
      COMMENT ON COLUMN syndicate.entry.tags IS 'As they are to be read. JSON Feed "tags".';
      COMMENT ON COLUMN syndicate.entry.categories IS 'Sections of the site that it is in, apart from its tags.';
      COMMENT ON COLUMN syndicate.entry.language IS 'BCP 47, where it differs from the site''s. JSON Feed "language".';
      COMMENT ON COLUMN syndicate.entry.image IS 'A URL. JSON Feed "image".';
      COMMENT ON COLUMN syndicate.entry.banner_image IS 'A URL. JSON Feed "banner_image".';
      COMMENT ON COLUMN syndicate.entry.external_url IS 'The page elsewhere that it is about. JSON Feed "external_url".';
      COMMENT ON COLUMN syndicate.entry.attachments IS
        'Objects with "url", "mime_type", and if known "title", "size_in_bytes", "duration_in_seconds". JSON Feed "attachments".';
      COMMENT ON COLUMN syndicate.entry.aliases IS 'URLs at which it lived before.';
      COMMENT ON COLUMN syndicate.entry.origin IS
        'The feed that it was copied from: "id", "title", "updated", "url", "feed_url". RFC 4287 section 4.2.11.';
      COMMENT ON COLUMN syndicate.entry.episode IS
        'What podcast players show: "number", "season", "type", "explicit", "image", "title".';
      COMMENT ON COLUMN syndicate.entry.hidden IS 'Whether it is a draft, which is not published.';
      COMMENT ON COLUMN syndicate.entry.minor IS 'Whether its last edit is too small to be told to subscribers.';
      COMMENT ON COLUMN syndicate.entry.withdrawn IS 'Why it was withdrawn, or an empty text; null for one that stands.';
      COMMENT ON COLUMN syndicate.entry.expires IS 'When it stops being published.';
      COMMENT ON COLUMN syndicate.entry.feed_id IS
        'The id that another program''s feed gave it, so that nobody is shown it again.';
      -- The newest of a site.
      CREATE INDEX entry_by_time ON syndicate.entry (site, published DESC, id);

      CREATE TABLE syndicate.change (
        site integer NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        entry text COLLATE "C",
        PRIMARY KEY (site, seq)
      );
      COMMENT ON TABLE syndicate.change IS
        'What triggers note for workers, who delete what they have published. It has no reference to site, so that writing entries locks none.';
      COMMENT ON COLUMN syndicate.change.entry IS
        'The id of an entry that came, went, or is other than it was; null where anything may have changed, as the configuration.';

      CREATE TABLE syndicate.work (
        site integer PRIMARY KEY REFERENCES syndicate.site ON DELETE CASCADE,
        next_change timestamptz,
        is_whole boolean NOT NULL DEFAULT true,
        turns bigint NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz
      );
      COMMENT ON TABLE syndicate.work IS
        'What workers note of a site; apart from it, so that they and who edits the site never wait for each other.';
      COMMENT ON COLUMN syndicate.work.next_change IS
        'When an entry is due, or expires: the site is then worked on though nobody changed it.';
      COMMENT ON COLUMN syndicate.work.is_whole IS
        'Whether the next turn has to read all entries; false where what changed is enough.';
      COMMENT ON COLUMN syndicate.work.turns IS 'How often changes were published: part of the revision of the entries.';
      COMMENT ON COLUMN syndicate.work.attempts IS 'How many turns were begun since the last that ended well.';
      COMMENT ON COLUMN syndicate.work.not_before IS 'Until when it is left alone, so that others have their turn.';
      CREATE INDEX work_by_time ON syndicate.work (next_change) WHERE next_change IS NOT NULL;

      -- Whoever may write entries need not be granted anything on the tables of workers.
      CREATE FUNCTION syndicate.note_entries() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE noted integer;
      BEGIN
        FOR noted IN
          -- One that has another id, or another site, is two.
          WITH notes AS (
            INSERT INTO syndicate.change (site, entry)
            SELECT site, id FROM old_rows FULL JOIN new_rows USING (site, id) WHERE old_rows IS DISTINCT FROM new_rows
            RETURNING site)
          SELECT DISTINCT site FROM notes
        LOOP
          PERFORM pg_notify('syndicate', noted::text);
        END LOOP;
        RETURN NULL;
      END $$;

      CREATE FUNCTION syndicate.note_new_entries() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        INSERT INTO syndicate.change (site, entry) SELECT site, id FROM new_rows;
        PERFORM pg_notify('syndicate', site::text) FROM (SELECT DISTINCT site FROM new_rows) AS sites;
        RETURN NULL;
      END $$;

      CREATE FUNCTION syndicate.note_lost_entries() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        -- Those that went with their site are no change of it.
        INSERT INTO syndicate.change (site, entry)
        SELECT site, id FROM old_rows WHERE EXISTS (SELECT FROM syndicate.site WHERE site.id = old_rows.site);
        PERFORM pg_notify('syndicate', site::text) FROM (SELECT DISTINCT site FROM old_rows) AS sites;
        RETURN NULL;
      END $$;

      CREATE FUNCTION syndicate.note_all() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        INSERT INTO syndicate.change (site, entry) SELECT id, NULL FROM syndicate.site;
        PERFORM pg_notify('syndicate', id::text) FROM syndicate.site;
        RETURN NULL;
      END $$;

      CREATE TRIGGER note_insert AFTER INSERT ON syndicate.entry
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_new_entries();
      CREATE TRIGGER note_update AFTER UPDATE ON syndicate.entry
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_entries();
      CREATE TRIGGER note_delete AFTER DELETE ON syndicate.entry
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_lost_entries();
      CREATE TRIGGER note_truncate AFTER TRUNCATE ON syndicate.entry
        FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_all();

      CREATE FUNCTION syndicate.note_new_sites() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        INSERT INTO syndicate.work (site) SELECT id FROM new_rows;
        INSERT INTO syndicate.change (site, entry) SELECT id, NULL FROM new_rows;
        PERFORM pg_notify('syndicate', id::text) FROM new_rows;
        RETURN NULL;
      END $$;

      CREATE FUNCTION syndicate.note_sites() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE noted integer;
      BEGIN
        FOR noted IN
          WITH notes AS (
            INSERT INTO syndicate.change (site, entry)
            SELECT id, NULL FROM old_rows JOIN new_rows USING (id) WHERE old_rows IS DISTINCT FROM new_rows
            RETURNING site)
          SELECT site FROM notes
        LOOP
          PERFORM pg_notify('syndicate', noted::text);
        END LOOP;
        RETURN NULL;
      END $$;

      CREATE FUNCTION syndicate.forget_sites() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        DELETE FROM syndicate.change WHERE site IN (SELECT id FROM old_rows);
        RETURN NULL;
      END $$;

      CREATE TRIGGER note_insert AFTER INSERT ON syndicate.site
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_new_sites();
      CREATE TRIGGER note_update AFTER UPDATE ON syndicate.site
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION syndicate.note_sites();
      CREATE TRIGGER forget_delete AFTER DELETE ON syndicate.site
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION syndicate.forget_sites();
      """#)
}
