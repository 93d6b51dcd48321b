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
      // The hash is the key of a video that is not listed.
      self.init(page: "https://vimeo.com/\(path[1])\(value("h").map { "/\($0)" } ?? "")", picture: nil)
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
  ///
  /// - Parameter source: the address in its `src`, absolute.
  init?(element: String, _ attributes: GivenAttributes, source: String?) {
    let names: [StaticString] = ["videoid", "video-id", "data-videoid"]
    let id = names.lazy.compactMap { attributes[$0] }.first
    if let id, element.hasSuffix("youtube") {
      self.init(youtube: id)
    } else if let id, element.hasSuffix("vimeo") {
      self.init(at: "https://player.vimeo.com/video/\(id)")
    } else if let list = attributes["playlistid"] {
      self.init(at: "https://www.youtube.com/embed/videoseries?list=\(list)")
    } else if let source {
      self = VideoPage(at: source) ?? VideoPage(page: source, picture: nil)
    } else {
      return nil
    }
  }

  /// What an element that stands for a player calls what it plays; empty where that is nothing.
  ///
  /// - Parameter text: what it says.
  static func title(_ attributes: GivenAttributes, text: String) -> String {
    let names: [StaticString] = ["title", "videotitle", "video-title", "data-title", "playlabel"]
    let title = names.lazy.compactMap { attributes[$0] }.first { !$0.allSatisfy(\.isWhitespace) } ?? text
    return PlainText.line(title).text.replacing(/^(?i:play|watch)(?i: video)?(?:: *|$)/, with: "")
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
