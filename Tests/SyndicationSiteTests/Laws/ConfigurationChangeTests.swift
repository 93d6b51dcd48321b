import Foundation
import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

/// Whatever there is to configure is found by walking the schema, so that what is new in it is changed, too.
@Suite("Laws 5 and 8: after any change of the configuration, what is made again is what a cold build makes")
struct ConfigurationChangeTests {
  private static let keys: [String] = {
    let properties = (try? ConfigurationSchema())?.root["properties"] as? JSONObject ?? [:]
    // A check refuses the sample's ids, which are no URNs to the letter; CheckTests turn it on.
    return properties.keys.filter { $0 != "check" }.sorted()
  }()

  /// Those that say which text a post is: another text is an edit.
  private static let readsOthers = ["path", "fields", "preset", "precedence"]

  /// The sample site, built, beside its sources the same ones with other words.
  private func site() async throws -> SampleSite {
    var files = SampleSite.files
    for (name, text) in SampleSite.files {
      var parts = name.split(separator: "/", maxSplits: 1).map(String.init)
      let dot = parts[0].firstIndex(of: ".") ?? parts[0].endIndex
      parts[0].insert("x", at: dot)
      files[parts.joined(separator: "/")] = text.replacing("About", with: "All about").replacing("Oil", with: "Salt")
    }
    let site = try SampleSite(files)
    try await site.settle()
    try site.keep()
    return site
  }

  /// Holds a build after what was changed to a cold one.
  private func compare(_ site: SampleSite, _ name: String) async throws -> (
    report: BuildReport, documents: [String: [UInt8]], ledger: [UInt8]?
  ) {
    let cold = try await site.coldBuild()
    let quick = try await site.build()
    #expect(quick.published != nil && cold.report.published != nil, "\(name): \(cold.report.problems)")
    let documents = try site.documents()
    let differing = Set(documents.keys).union(cold.documents.keys).filter { documents[$0] != cold.documents[$0] }
    #expect(differing == [], "\(name)")
    #expect(try site.ledger() == cold.ledger, "\(name)")
    #expect(quick.changes == cold.report.changes, "\(name)")
    #expect(Set(quick.problems) == Set(cold.report.problems), "\(name)")
    return cold
  }

  @Test("of each key, wherever it may stand", arguments: keys)
  func configuration(_ key: String) async throws {
    let schema = try ConfigurationSchema()
    let complete = try ConfigurationSchema.object(Data(SampleSite.configuration.utf8))
    let site = try await site()
    let before = (documents: try site.documents(), ledger: try site.ledger())
    var effects: [String: Bool] = [:]
    for property in ConfigurationChanges(of: complete, at: key, by: schema).properties {
      var isChanged = false
      for kind in property.kinds {
        guard let change = try valid(kind, of: property, in: complete, site) else { continue }
        if change.value != nil { isChanged = true }
        let name = "\(property.name): \(change.value.map { "\($0)" } ?? "none")"
        try site.restore()
        let cold = try await compare(site, name)
        if Set(property.path).isDisjoint(with: Self.readsOthers) {
          #expect(cold.report.changes.updated == [], "\(name)")
        }
        effects[name] = cold.documents != before.documents || cold.ledger != before.ledger
      }
      #expect(isChanged || !property.isLeaf, "nothing else is valid: \(property.name)")
    }
    let isOfDocuments = !["$schema", "watch", "serve", "state", "strict", "check", "hubNetworks"].contains(key)
    #expect(effects.values.contains(true) == isOfDocuments, "\(effects)")
  }

  /// What a property has become; nil where it was taken out.
  private struct Change {
    var value: Any?
  }

  /// Writes the configuration with the first of several values that the program takes; nil where it takes none.
  private func valid(
    _ values: [Any?], of property: ConfigurationChanges.Property, in complete: JSONObject, _ site: SampleSite
  ) throws -> Change? {
    for value in values {
      let changed = edited(property.path, value, in: complete) as? JSONObject ?? [:]
      var alternatives = [changed]
      // What is named elsewhere goes by its new name there.
      if let old = property.value as? String, let new = value as? String, let names = changed["precedence"] as? [String]
      {
        alternatives.append(changed.merging(["precedence": names.map { $0 == old ? new : $0 }]) { $1 })
      }
      for configuration in alternatives {
        try site.write(configuration)
        if (try? site.configuration()) != nil { return Change(value: value) }
      }
    }
    return nil
  }

  @Test("of nothing: no document is made")
  func nothing() async throws {
    let site = try await site()
    let before = try site.documents()
    #expect(before.count > 20)
    try site.write(SampleSite.configuration + "\n", to: "config.json")
    let report = try await site.build()
    #expect(report.published?.unchanged.count == before.count && report.changes == Ledger.Changes())
  }

  @Test("of the zone of a date that a template writes")
  func zoneOfTemplate() async throws {
    let instant = #"{{ "2022-03-20T12:00:00Z" | date: "%H:%M" }}"#
    let file = "blog/_posts/2022-03-20-bread.md"
    let site = try SampleSite(
      SampleSite.files.merging([
        file: SampleSite.files[file]!.replacing(#"{{ page.date | date: "%H:%M" }}"#, with: instant)
      ]) {
        $1
      })
    try await site.settle()
    func text() throws -> String {
      let documents = try site.documents()
      return String(decoding: documents["all.atom"] ?? [], as: UTF8.self)
    }
    #expect(try text().contains("At 08:00, from"))
    try site.write(SampleSite.configuration.replacing("America/New_York", with: "Asia/Tokyo"), to: "config.json")
    let cold = try await compare(site, "zone")
    #expect(cold.report.changes.updated == [])
    #expect(try text().contains("At 21:00, from"))
  }

  @Test("of when the feed that a post comes from was updated")
  func originUpdated() async throws {
    let site = try await site()
    func text() throws -> String {
      let documents = try site.documents()
      return String(decoding: documents["all.atom"] ?? [], as: UTF8.self)
    }
    #expect(try text().contains("<updated>2022-03-02T00:00:00Z</updated>"))
    try site.write(SampleSite.files["old.xml"]!.replacing("2022-03-02", with: "2022-05-05"), to: "old.xml")
    let cold = try await compare(site, "origin")
    #expect(cold.report.changes == Ledger.Changes())
    #expect(try text().contains("<updated>2022-05-05T00:00:00Z</updated>"))
  }
}
