internal import Syndication

/// The files of an entry: what Media RSS (https://www.rssboard.org/media-rss) and Apple's podcast elements say of them.
struct FeedMedia {
  /// What podcast players show; nil where nothing is said for them.
  let episode: Episode?
  /// All that is said of them, as it stands.
  let written: [String]
  private let duration: Double?
  private let images: [String]
  private let others: [Attachment]

  init(_ children: XMLChildren, _ text: FeedText) {
    written = FeedMedia.names.flatMap { children[$0] }.map(\.written)
    // Those of a group are one thing in several forms.
    let groups = children["media:group"].map(XMLChildren.init)
    let contents = children["media:content"] + groups.flatMap { $0["media:content"].prefix(1) }
    let thumbnails = ([children] + groups + contents.map(XMLChildren.init)).flatMap { $0["media:thumbnail"] }
    func url(_ element: XMLElement, _ name: String = "url") -> String? {
      element.attribute(name).flatMap { $0.trimmed.isEmpty ? nil : text.resolve($0.trimmed, in: element) }
    }
    func isImage(_ content: XMLElement) -> Bool {
      content.attribute("medium") == "image" || content.attribute("type")?.hasPrefix("image/") == true
    }
    images = (contents.filter(isImage) + thumbnails).compactMap { url($0) }
    others = contents.filter { !isImage($0) && $0.attribute("type") != nil }.compactMap { content in
      url(content).map {
        Attachment(
          url: $0, mediaType: content.attribute("type") ?? "", size: content.attribute("fileSize").flatMap { Int($0) },
          duration: content.attribute("duration").flatMap { Double($0) })
      }
    }
    duration = children.text("itunes:duration").flatMap(PlayingTime.seconds)
    func number(_ name: String) -> Int? { children.text(name).flatMap { Int($0) } }
    let found = Episode(
      number: number("itunes:episode"), season: number("itunes:season"),
      kind: children.text("itunes:episodeType").flatMap { Episode.Kind(rawValue: $0.lowercased()) },
      isExplicit: children.text("itunes:explicit").flatMap(FeedMedia.isExplicit),
      image: children["itunes:image"].first.flatMap { url($0, "href") }, title: children.text("itunes:title"))
    episode = found == Episode() ? nil : found
  }

  private static let names = [
    "enclosure", "media:content", "media:group", "media:thumbnail", "itunes:duration", "itunes:episode",
    "itunes:season", "itunes:episodeType", "itunes:explicit", "itunes:image", "itunes:title",
  ]

  /// The entry's image, and its attachments.
  ///
  /// - Parameter enclosures: of the format itself. One that is an image is the entry's where nothing else is.
  func files(enclosures: [Attachment]) -> (image: String?, attachments: [Attachment]) {
    var attachments = enclosures
    var places = Dictionary(zip(attachments.map(\.url), attachments.indices)) { first, _ in first }
    for other in others {
      if let index = places[other.url] {
        attachments[index].size = attachments[index].size ?? other.size
        attachments[index].duration = attachments[index].duration ?? other.duration
      } else {
        places[other.url] = attachments.count
        attachments.append(other)
      }
    }
    var image = images.first
    if image == nil, let index = attachments.firstIndex(where: FeedMedia.isImage) {
      image = attachments.remove(at: index).url
    }
    attachments.removeAll { $0.url == image }
    for index in attachments.indices
    where attachments[index].mediaType.isEmpty && AbsoluteURL(attachments[index].url)?.mediaType == nil {
      // RFC 2046 §4.5.1: of a kind that is not known.
      attachments[index].mediaType = "application/octet-stream"
    }
    if let duration, !attachments.isEmpty { attachments[0].duration = duration }
    return (image, attachments)
  }

  private static func isImage(_ file: Attachment) -> Bool {
    (file.mediaType.isEmpty ? AbsoluteURL(file.url)?.mediaType ?? "" : file.mediaType).hasPrefix("image/")
  }

  private static func isExplicit(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "yes", "true", "explicit": true
    case "no", "false", "clean": false
    default: nil
    }
  }
}
