extension FieldCleaner {
  mutating func attachments(_ attachments: [Attachment]) -> [PreparedEntry.Attachment] {
    attachments.compactMap { attachment in
      guard let url = url(attachment.url, "attachment's url", schemes: AbsoluteURL.webAndFTP),
        let type = mediaType(attachment.mediaType, of: url)
      else { return nil }
      return PreparedEntry.Attachment(
        url: url, mediaType: type, title: line(attachment.title, "attachment's title"),
        size: attachment.size.flatMap { $0 >= 0 ? $0 : nil },
        duration: attachment.duration.flatMap { (0..<0x1p53).contains($0) ? $0 : nil })
    }
  }

  /// What the source says, else what the address tells.
  private mutating func mediaType(_ text: String, of url: AbsoluteURL) -> String? {
    if text.isEmpty {
      if url.mediaType == nil {
        warn("RFC 4287 §4.2.7.3", "nothing tells the media type of \(url): its attachment is left out; say it")
      }
      return url.mediaType
    }
    let type = text.lowercased()
    guard type.utf8.count <= Limit.nameCharacters.value,
      type.wholeMatch(of: /[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(\s*;.*)?/) != nil
    else {
      warn("RFC 6838 §4.2", "“\(shown(text))” is no media type: its attachment is left out")
      return nil
    }
    return XMLCharacters.cleaned(type).text
  }

  mutating func episode(_ episode: Episode?) -> Episode? {
    guard var episode else { return nil }
    for number in [\Episode.number, \.season] where (episode[keyPath: number] ?? 1) < 1 {
      warn("Apple Podcasts", "episodes and seasons are counted from 1: \(episode[keyPath: number]!) is left out")
      episode[keyPath: number] = nil
    }
    episode.title = line(episode.title, "episode's title")
    episode.image = url(episode.image, "episode's image", schemes: AbsoluteURL.web)?.string
    return episode == Episode() ? nil : episode
  }

  /// Warns of what Apple's directory refuses in an episode; an entry without a file that is played is none.
  mutating func checkEpisode(_ episode: Episode?, in enclosure: PreparedEntry.Attachment?) {
    guard let enclosure, enclosure.isPlayable else { return }
    let rule = "Apple Podcasts"
    if (enclosure.size ?? 0) == 0 { warn(rule, "the length of \(enclosure.url) is not known: give it in bytes") }
    if !Podcast.mediaTypes.contains(enclosure.mediaType) {
      warn(
        rule,
        "\(enclosure.mediaType) is no type of an episode: make it one of \(Podcast.mediaTypes.joined(separator: ", "))")
    }
    if let image = episode?.image.flatMap(AbsoluteURL.init), !Podcast.isArtwork(image) {
      warn(rule, "the episode's image \(image) is not at a https address that ends in .jpg or .png")
    }
    if site.podcast?.kind == .serial, episode?.number == nil, (episode?.kind ?? .full) == .full {
      warn(rule, "the podcast is serial, and this episode has no number: give it one")
    }
  }
}
