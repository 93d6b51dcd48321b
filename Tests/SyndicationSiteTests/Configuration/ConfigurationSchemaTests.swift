import Foundation
import SyndicationSite
import Testing

private typealias Object = JSONObject

/// Holds `docs/config.schema.json` and the code together.
@Suite("The schema and the code agree on") struct ConfigurationSchemaTests {
  private let schema: ConfigurationSchema
  /// A configuration with every key.
  private let complete: Object
  /// Where its objects with keys of ours are, with the schema of each.
  private var objects: [(path: [String], schema: Object)] = []

  init() throws {
    schema = try ConfigurationSchema()
    complete = try ConfigurationSchema.object(
      Data(
        #"""
        {"$schema": "docs/config.schema.json",
         "site": {"title": "A", "url": "https://a.org", "description": "A", "language": "en", "timeZone": "UTC",
                  "timeOfDay": "12:00", "founded": "2021-09-01", "icon": "https://a.org/i.png", "rights": "A",
                  "authors": [{"name": "A", "url": "https://a.org", "email": "a@a.org"}]},
         "podcast": {"categories": ["Arts", {"Science": "Nature"}], "image": "https://a.org/a.png", "explicit": false,
                     "author": "A", "owner": {"name": "A", "email": "a@a.org"}, "type": "serial", "complete": true,
                     "block": true, "newFeedURL": "https://b.org/"},
         "sources": [{"type": "listing", "path": "a.txt", "name": "a", "adopt": "f.xml", "permalink": "/{slug}", "links": "l.json"},
                     {"type": "json", "path": "b.json", "name": "b", "adopt": "f.xml"},
                     {"type": "markdown", "path": "c", "name": "c", "adopt": "f.xml", "preset": "hugo", "permalink": "/{slug}/",
                      "variables": {}, "follow": true, "rendered": {"path": "f", "body": ".p"},
                      "fields": {"id": "x", "title": "x", "date": "x", "published": "x", "updated":
                                "x", "authors": "x", "tags": "x", "categories": "x", "summary": "x",
                                "image": "x", "external": "x", "draft": "x", "expires": "x", "language": "x",
                                "aliases": "x", "permalink": "x", "slug": "x", "attachments": "x",
                                "unlisted": "x", "listed": "x", "duration": "x", "episode": "x", "season": "x", "explicit": "x", "withdrawn": "x", "minor": "x"}},
                     {"type": "feed", "path": "d.xml", "name": "d", "adopt": "f.xml", "origin": true},
                     {"type": "html", "path": "e", "name": "e", "adopt": "f.xml", "permalink": "/{path}/", "dropped": [".share"],
                      "follow": true}],
         "precedence": ["c", "a"], "languages": ["en"],
         "feeds": {"directory": "feeds", "url": "https://a.org/feeds", "formats": ["rss"], "entries": 1, "bytes": 1,
                   "documents": 1, "content": "full", "tombstones": {"atMost": 1, "days": 1},
                   "queries": {"q": {"title": "A", "description": "A", "query": "a"}},
                   "page": true, "opml": true, "catalogue": true, "stylesheet": true, "host": "nginx",
                   "scopes": {"all": {"path": {"atom": "a.atom", "rss": "a.rss", "json": "a.json"}, "title": "A",
                                      "entries": 1, "bytes": 1, "content": "full", "archive": false, "complete": false},
                              "tag": {"path": {"atom": "{slug}.atom", "rss": "{slug}.rss", "json": "{slug}.json"},
                                      "title": "{name}", "minimumEntries": 1, "entries": 1, "bytes": 1, "content": "full", "archive": false, "complete": false},
                              "author": {"path": "a/{slug}", "title": "{name}", "minimumEntries": 1, "entries": 1,
                                         "bytes": 1, "content": "full", "archive": false, "complete": false},
                              "language": {"path": "l/{slug}", "title": "{name}", "minimumEntries": 1, "entries": 1,
                                           "bytes": 1, "content": "full", "archive": false, "complete": false},
                              "query": {"path": "q/{slug}", "title": "{name}", "minimumEntries": 1, "entries": 1,
                                        "bytes": 1, "content": "full", "archive": false, "complete": false},
                              "category": {"path": "c/{slug}", "title": "{name}", "minimumEntries": 1, "entries": 1,
                                           "bytes": 1, "content": "full", "archive": false, "complete": false}}},
         "tags": {"aliases": {}, "titles": {}, "slugs": {}, "page": "https://a.org/{slug}", "descriptions": {},
                  "parents": {}, "exclude": ["a"], "atMost": 1},
         "watch": {"quiet": "1s", "atMost": "1m", "method": "poll"},
         "serve": {"host": "::1", "port": 80, "socket": "s", "tls": {"certificate": "c.pem", "key": "k.pem"}, "maxAge": "1m",
                   "proxies": ["10.0.0.0/8"], "monitors": ["::1"], "accessLog": "-", "connections": 1,
                   "connectionsPerAddress": 1, "requestsPerMinute": 1},
         "hub": ["https://hub.example/", "built-in"], "hubNetworks": ["10.0.0.0/8"],
         "strict": true,
         "check": true,
         "state": ".syndicate"}
        """#.utf8))
    collect(complete, schema.root, at: [])
  }

  @Test("which keys there are")
  func keys() throws {
    #expect(objects.count == 28)
    #expect(try problems(complete) == [])
    for (path, schema) in objects {
      let known = Set((schema["properties"] as? Object ?? [:]).keys)
      #expect(known == Set(try #require(value(at: path) as? Object).keys), "\(path)")
      // A key that is like no other is answered with all that there are.
      let message = try #require(problems(edited(path + ["qqqqqqqqqqqqqqqq"], 1)).first)
      let listed = message.matches(of: /"([^"]+)"/).map { String($0.1) }
      #expect(Set(listed) == known, "\(path): \(message)")
      #expect(schema["additionalProperties"] as? Bool == false, "\(path)")
    }
  }

  @Test("which keys are required")
  func required() throws {
    for (path, schema) in objects {
      let required = schema["required"] as? [String] ?? []
      for key in (schema["properties"] as? Object ?? [:]).keys {
        let isMissed = try problems(edited(path + [key], nil)).contains { $0.contains("\"\(key)\" is missing") }
        #expect(isMissed == required.contains(key), "\(path) \(key)")
      }
    }
  }

  @Test("what each key is for, and what it is where it is not given")
  func descriptions() {
    for (path, schema) in objects {
      let required = schema["required"] as? [String] ?? []
      for (key, value) in schema["properties"] as? Object ?? [:] {
        let property = resolved(value)
        let description = property["description"] as? String ?? ""
        #expect(!description.isEmpty, "\(path) \(key)")
        let saysDefault = property["default"] != nil || description.contains("Default: ")
        #expect(saysDefault != required.contains(key), "\(path) \(key)")
      }
    }
  }

  @Test("the defaults")
  func defaults() throws {
    let count = try defaults(in: objects.filter { !$0.path.contains("scopes") }, beside: [:])
    #expect(count == 46)
  }

  @Test("the defaults of scopes that are named")
  func scopeDefaults() throws {
    let scopes: Object = [
      "all": Object(), "tag": Object(), "author": Object(), "category": Object(), "language": Object(),
      "query": Object(),
    ]
    #expect(try defaults(in: objects.filter { $0.path.contains("scopes") }, beside: ["scopes": scopes]) == 29)
  }

  /// Checks that a configuration with them is one without, and counts them.
  private func defaults(in objects: [(path: [String], schema: Object)], beside feeds: Object) throws -> Int {
    var minimal: Object = [
      "feeds": feeds,
      "site": ["title": "A", "url": "https://a.org"],
      "podcast": ["categories": ["Arts"], "image": "https://a.org/a.png", "explicit": true],
      "sources": [
        ["type": "listing", "path": "a.txt"], ["type": "json", "path": "b.json"], ["type": "markdown", "path": "c"],
        ["type": "feed", "path": "d.xml"], ["type": "html", "path": "e"],
      ],
    ]
    let expected = try loadConfiguration(JSONSerialization.data(withJSONObject: minimal))
    var count = 0
    for (path, schema) in objects where !path.contains("authors") {
      for (key, value) in schema["properties"] as? Object ?? [:] {
        guard let value = resolved(value)["default"] else { continue }
        minimal = edited(path + [key], value, in: minimal) as? Object ?? [:]
        count += 1
        #expect(try loadConfiguration(JSONSerialization.data(withJSONObject: minimal)) == expected, "\(path) \(key)")
      }
    }
    return count
  }

  // MARK: -

  private func problems(_ configuration: Any) throws -> [String] {
    try configurationProblems(JSONSerialization.data(withJSONObject: configuration))
  }

  private func resolved(_ schema: Any?) -> Object { self.schema.resolved(schema) }

  private mutating func collect(_ value: Any, _ schema: Object, at path: [String]) {
    // Of those without keys that are required, the keys are told elsewhere.
    let variant = self.schema.variant(of: schema, for: value)
    let schema = variant["required"] == nil ? schema : variant
    if let object = value as? Object, let properties = schema["properties"] as? Object {
      objects.append((path, schema))
      for (key, value) in object { collect(value, resolved(properties[key]), at: path + [key]) }
    } else if let object = value as? Object, let others = schema["additionalProperties"] as? Object {
      for (key, value) in object { collect(value, resolved(others), at: path + [key]) }
    } else if let array = value as? [Any] {
      let items = resolved(schema["items"])
      for (index, element) in array.enumerated() {
        // Others have keys of Apple's.
        let isOurs = (element as? Object)?["type"] != nil
        collect(element, isOurs ? self.schema.variant(of: items, for: element) : items, at: path + [String(index)])
      }
    }
  }

  private func value(at path: [String]) -> Any? {
    path.reduce(complete as Any?) { value, key in
      (value as? Object)?[key] ?? Int(key).flatMap { (value as? [Any])?[$0] }
    }
  }

  private func edited(_ path: [String], _ value: Any?) -> Any { edited(path, value, in: complete)! }

  private func edited(_ path: [String], _ value: Any?, in container: Any) -> Any? {
    SyndicationSiteTests.edited(path, value, in: container)
  }
}
