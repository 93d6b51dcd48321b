/// All feeds as a list for programs: `docs/catalogue.schema.json` describes it.
public struct FeedCatalogue: SiteDocument {
  /// See `SiteDocument`.
  public let path = DocumentPath("feeds.json")!
  /// See `SiteDocument`.
  public let mediaType = "application/json; charset=utf-8"

  /// There is one way to write it.
  public init() {}

  /// What it begins with. Its members are not those of a JSON Feed, so that nobody takes it for one.
  static let opening = Array("{\"generator\":\"\(Generator.name)\",\"catalogue\":1,".utf8)

  /// See `SiteDocument`.
  public func bytes(of plan: FeedPlan) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("title", plan.site.title)
      json.string("site_url", plan.site.url.string)
      json.string("feeds_url", plan.url.string)
      json.string("language", plan.site.language)
      json.string("updated", plan.updated?.rfc3339)
      json.object("redirects") { json in
        for (old, new) in plan.redirects.sorted(by: { $0.key < $1.key }) { json.member(old.string, new.string) }
      }
      json.array("gone") { json in for path in plan.gone { json.string(nil, path.string) } }
    }
    let head = json.take().dropFirst().dropLast()
    var bytes = FeedCatalogue.opening + head + Array(",\"feeds\":[".utf8)
    for (index, feed) in plan.feeds.enumerated() {
      // A line each, so that a change of one is a change of a line.
      bytes += Array((index == 0 ? "\n" : ",\n").utf8)
      var json = JSONWriter()
      FeedCatalogue.write(feed, of: plan, to: &json)
      bytes += json.bytes
    }
    return bytes + Array("\n]}\n".utf8)
  }

  private static func write(_ feed: Feed, of plan: FeedPlan, to json: inout JSONWriter) {
    json.object { json in
      json.string("id", feed.id)
      json.string("scope", feed.scope.name)
      json.string("axis", feed.scope.axis.name)
      json.string("term", feed.scope.term?.slug)
      json.string("name", feed.scope.term?.label)
      json.string("title", feed.title)
      json.string("home_page_url", feed.alternate.string)
      json.number("count", feed.tally.count)
      json.string("newest", feed.tally.newest?.rfc3339)
      json.string("updated", feed.updated.rfc3339)
      json.object("addresses") { json in
        for document in feed.pages.first?.documents ?? [] {
          json.member(document.format, plan.url.appending(path: document.path.string).string)
        }
      }
    }
  }
}
