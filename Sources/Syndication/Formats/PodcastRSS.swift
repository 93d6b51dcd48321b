/// Apple's elements of a podcast in RSS.
extension XMLWriter {
  /// Those of the channel.
  func podcast(_ podcast: Podcast, in feed: RenderInput.Frame) throws(RenderError) {
    let authors = feed.site.value.authors.map(\.name).joined(separator: ", ")
    try element("itunes:author", [:], podcast.author ?? authors)
    try element("itunes:type", [:], podcast.kind.rawValue)
    try element("itunes:image", ["href": podcast.image.string])
    for category in podcast.categories {
      try start("itunes:category", ["text": category.name])
      if let subcategory = category.subcategory { try element("itunes:category", ["text": subcategory]) }
      try end()
    }
    try flag("itunes:explicit", podcast.isExplicit)
    if let owner = podcast.owner {
      try start("itunes:owner")
      try element("itunes:name", [:], owner.name)
      if let email = owner.email { try element("itunes:email", [:], email) }
      try end()
    }
    // Whoever reads the feed of a tag would be sent to that of everything.
    if feed.isOfAll, let url = podcast.newFeedURL { try element("itunes:new-feed-url", [:], url.string) }
    // Any other value than this means nothing.
    if podcast.isBlocked { try element("itunes:block", [:], "Yes") }
    if podcast.isComplete { try element("itunes:complete", [:], "Yes") }
  }

  /// Those of an item whose enclosure is `file`; nil for what says nothing of itself as an episode.
  func episode(_ episode: Episode?, in file: PreparedEntry.Attachment) throws(RenderError) {
    if let title = episode?.title { try element("itunes:title", [:], title) }
    if let seconds = file.seconds { try element("itunes:duration", [:], seconds) }
    if let image = episode?.image { try element("itunes:image", ["href": image]) }
    if let isExplicit = episode?.isExplicit { try flag("itunes:explicit", isExplicit) }
    if let season = episode?.season { try element("itunes:season", [:], String(season)) }
    if let number = episode?.number { try element("itunes:episode", [:], String(number)) }
    if let kind = episode?.kind { try element("itunes:episodeType", [:], kind.rawValue) }
  }

  private func flag(_ name: StaticString, _ value: Bool) throws(RenderError) {
    try element(name, [:], value ? "true" : "false")
  }
}
