internal import Syndication

/// Where a video can be seen that a page plays.
struct VideoPage: Equatable {
  /// The address of its page.
  var page: String
  /// The address of its picture, where the site has one that can be told.
  var picture: String?

  /// Nil where `address` is of none that is known.
  ///
  /// - Parameter address: of a player or of the page, absolute.
  init?(at address: String) {
    guard let scheme = address.firstRange(of: "//") else { return nil }
    let rest = address[scheme.upperBound...].prefix { $0 != "#" }
    let parts = rest.split(separator: "?", maxSplits: 1)
    var path = parts[0].split(separator: "/").map(String.init)
    let query = parts.count > 1 ? parts[1].split(separator: "&") : []
    func value(_ name: String) -> String? {
      query.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
        .flatMap { VideoPage.isIdentifier($0) ? $0 : nil }
    }
    let host = path.isEmpty ? "" : path.removeFirst().lowercased().replacing(/^(www|m)\./, with: "")
    switch (host, path.first) {
    case ("youtube.com", "embed"), ("youtube-nocookie.com", "embed"), ("youtube.com", "v"):
      let list = value("list")
      if path.count == 2, path[1] != "videoseries", path[1] != "live_stream" {
        self.init(youtube: path[1])
        if let start = value("start"), Int(start) ?? 0 > 0 { page += "&t=\(start)s" }
      } else if let list {
        self.init(page: "https://www.youtube.com/playlist?list=\(list)", picture: nil)
      } else {
        return nil
      }
    case ("youtube.com", "watch"), ("youtu.be", _?):
      guard let id = host == "youtu.be" ? path[0] : value("v") else { return nil }
      self.init(youtube: id)
    case ("player.vimeo.com", "video"):
      guard path.count == 2, VideoPage.isIdentifier(path[1]) else { return nil }
      self.init(page: "https://vimeo.com/\(path[1])", picture: nil)
    case ("dailymotion.com", "embed"):
      guard path.count == 3, path[1] == "video", VideoPage.isIdentifier(path[2]) else { return nil }
      self.init(
        page: "https://www.dailymotion.com/video/\(path[2])",
        picture: "https://www.dailymotion.com/thumbnail/video/\(path[2])")
    default: return nil
    }
  }

  /// Nil for what is no identifier.
  init?(youtube id: String) {
    guard VideoPage.isIdentifier(id) else { return nil }
    self.init(page: "https://www.youtube.com/watch?v=\(id)", picture: "https://i.ytimg.com/vi/\(id)/hqdefault.jpg")
  }

  /// Of an element that stands for a player, such as `lite-youtube`; nil where it does not say which.
  init?(element: String, _ attributes: GivenAttributes) {
    let names: [StaticString] = ["videoid", "video-id", "data-videoid"]
    guard let id = names.lazy.compactMap({ attributes[$0] }).first else { return nil }
    if element.hasSuffix("youtube") {
      self.init(youtube: id)
    } else {
      self.init(at: "https://player.vimeo.com/video/\(id)")
    }
  }

  private init(page: String, picture: String?) {
    self.page = page
    self.picture = picture
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
