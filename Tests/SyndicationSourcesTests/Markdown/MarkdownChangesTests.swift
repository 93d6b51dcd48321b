import Glibc
import Syndication
import SyndicationSources
import SyndicationTesting
import Testing

@Suite("What changed in a folder of Markdown") struct MarkdownChangesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("title: A Site\n", to: "_config.yml")
    for number in 1...9 {
      try folder.write(
        "---\ntitle: Post \(number)\ntags: [a, b]\n---\nWords of \(number).\n", to: "_posts/2022-03-0\(number)-post.md")
    }
    try folder.write("A draft.\n", to: "README.md")
    age()
  }

  private func age() {
    for name in folder.files() { setModified(folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0)) }
  }

  private var source: MarkdownSource {
    let site = Site(title: "A Site", url: AbsoluteURL("https://example.org/")!)
    return MarkdownSource(name: "blog", path: folder.path, options: MarkdownSource.Options(), site: site)
  }

  private func dump(_ items: [SourceItem]) throws -> [String] { try items.map { try $0.told() } }

  private func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try #require(folder.text(name))
    try #require(text.contains(old))
    try folder.write(text.replacing(old, with: new), to: name)
  }

  @Test("is the posts whose files were edited, as a load would read them, and those between them")
  func edited() async throws {
    let contents = try await source.load()
    let state = try #require(contents.state)
    try edit("_posts/2022-03-07-post.md", "Words", "Other words")
    try edit("_posts/2022-03-05-post.md", "title: Post 5", "title: A title")
    let changes = try #require(try await source.changes(since: state))
    #expect(changes.replaced == 2..<5 && !changes.hasMoved && changes.count == 9)
    let now = try dump(try await source.load().items)
    #expect(try dump(changes.items) == Array(now[2..<5]))
    #expect(try changes.read(Array(now.indices)).map(dump) == now)
    #expect(now.contains { $0.contains("Other words of 7") } && now.contains { $0.contains("A title") })

    age()
    let next = try #require(try await source.changes(since: changes.state))
    #expect(next.replaced == 2..<5, "files that were young are looked at again")
    #expect(try #require(try await source.changes(since: next.state)).replaced.isEmpty)
  }

  @Test("is told of a link by its file to where that lives")
  func linked() async throws {
    try folder.write(
      "---\ntitle: L\n---\n[x]({% post_url 2022-03-02-post %})\n", to: "_posts/2022-03-09-linked.md")
    age()
    let state = try #require(try await source.load().state)
    try edit("_posts/2022-03-09-linked.md", "[x]", "[y]")
    let changes = try #require(try await source.changes(since: state))
    let expected = try await source.load().items.filter { $0.title == "L" }
    #expect(changes.items.map(\.content?.markup.fingerprint) == expected.map(\.content?.markup.fingerprint))
  }

  @Test(
    "is not told where more than a post's own words changed: a load tells then",
    arguments: [
      "echo x >>_config.yml", "echo '---' >_posts/2022-03-10-new.md", "rm _posts/2022-03-04-post.md",
      "mv _posts/2022-03-04-post.md _posts/2022-03-04-other.md", "echo x >>README.md",
      "sed -i 's/title: Post 4/date: 2022-03-05/' _posts/2022-03-04-post.md",
      "sed -i 's/title: Post 4/permalink: \\/else\\//' _posts/2022-03-04-post.md",
      "sed -i 's/title: Post 4/title: [/' _posts/2022-03-04-post.md", "mkdir _data; echo 'a: 1' >_data/x.yml",
      "ln -s /etc/passwd _posts/2022-03-11-link.md", "mkdir -p _site; echo x >_site/a.mp3",
    ])
  func untold(_ change: String) async throws {
    let state = try #require(try await source.load().state)
    try shell(change)
    #expect(try await source.changes(since: state) == nil)
    let others = [SourceState([]), SourceState(Array(state.bytes.dropLast())), SourceState(state.bytes + [0])]
    for other in others { #expect(try await source.changes(since: other) == nil) }
  }

  private func shell(_ script: String) throws {
    try #require(system("cd '\(folder.path)' && \(script)") == 0)
  }

  @Test("is not told of a folder that belongs to no generator, or has other languages")
  func none() async throws {
    try folder.write("---\ntitle: T\nlang: de\ndate: 2022-03-01\n---\nx\n", to: "_posts/2022-03-01-de.md")
    #expect(try await source.load().state != nil, "what a post says of its own language is its own")
    unlink(folder["_config.yml"])
    for name in folder.files() where name.hasPrefix("_posts") {
      rename(folder[name], folder[String(name.dropFirst(7))])
    }
    #expect(try await source.load().state == nil)
  }
}

extension Markup {
  fileprivate var fingerprint: ContentHash { ContentHash(of: self) }
}
