extension Migration {
  /// What is wrong with sites, for who edits them.
  static let problems = Migration(
    number: 5, name: "problems", sparesProgramsFrom: 4,
    sql: #"""
      CREATE TABLE syndicate.problem (
        site integer NOT NULL REFERENCES syndicate.site ON DELETE CASCADE,
        hash text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        entry text COLLATE "C",
        place text NOT NULL,
        rule text NOT NULL,
        message text NOT NULL,
        others integer NOT NULL DEFAULT 0,
        of_document boolean NOT NULL DEFAULT false,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (site, hash)
      );
      COMMENT ON TABLE syndicate.problem IS
        'What workers found wrong with a site, until it is mended. A worker logs what comes here, and what is here already not again.';
      COMMENT ON COLUMN syndicate.problem.hash IS 'Of kind, place, rule and message.';
      COMMENT ON COLUMN syndicate.problem.kind IS
        'refused: nothing of the site is published while this lasts. failed: the last turn ended by it, and the site is tried again at work.not_before. error: something is left out. warning: it is published all the same.';
      COMMENT ON COLUMN syndicate.problem.entry IS 'The id of the entry that it is about; null for none.';
      COMMENT ON COLUMN syndicate.problem.place IS 'Where in the configuration, or in an entry, by a JSON pointer.';
      COMMENT ON COLUMN syndicate.problem.rule IS 'What demands it: a clause of a specification, or of this program.';
      COMMENT ON COLUMN syndicate.problem.others IS 'How many more like it there are, for which it stands.';
      COMMENT ON COLUMN syndicate.problem.of_document IS
        'Whether it was found when a document was made: it stays until its entry changes.';
      COMMENT ON COLUMN syndicate.problem.since IS 'When it was found first.';
      -- Who has nothing to do asks when the first of them may be tried again.
      CREATE INDEX work_by_pause ON syndicate.work (not_before) WHERE not_before IS NOT NULL;
      CREATE INDEX problem_by_kind ON syndicate.problem (kind, site) WHERE kind IN ('refused', 'failed');
      """#)
}
