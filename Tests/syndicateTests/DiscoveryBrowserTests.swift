import Foundation
import SyndicationTesting
import Testing

/// The page of all feeds, and feeds themselves, as a browser shows them.
@Suite("Feeds in a browser")
struct DiscoveryBrowserTests {
  static let windows = [(360, false), (360, true), (1280, false), (1280, true)]

  private func site() throws -> Workdir {
    let site = try Workdir(
      listing: Workdir.listing.replacing(
        "reproducibility", with: "a-tag-with-a-name-that-is-much-too-long-to-be-on-a-phone"),
      config: DiscoveryTests.config(
        #""page": true, "opml": true, "stylesheet": true, "scopes": {"all": {}, "tag": {}, "author": {}}"#))
    try #require(try site.run("build").code == 0)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Browser/discovery.js")
    try site.folder.write(try String(contentsOf: script, encoding: .utf8), to: "feeds/discovery.js")
    return site
  }

  private func faults(_ page: String, in site: Workdir, _ window: (width: Int, isDark: Bool)) throws -> [String] {
    let text = try Browser.result(
      of: page, in: site.folder, width: window.width,
      options: [
        "--blink-settings=preferredColorScheme=\(window.isDark ? 0 : 1)", "--allow-file-access-from-files",
        "--hide-scrollbars", "--virtual-time-budget=60000",
      ])
    return try JSONDecoder().decode([String].self, from: Data(text.utf8))
  }

  /// The page with a script at its end.
  private func page(of site: Workdir, _ script: String) throws -> String {
    let text = try #require(site.folder.text("feeds/index.html"))
    let own = try #require(site.folder.text("feeds/discovery.js"))
    return text.replacing("</body>", with: "<script>\(own)\n\(script)</script></body>")
  }

  @Test(
    "WCAG 2.2 AA: the page has contrast, names, landmarks, an order of tabs, and nothing cut off",
    .enabled(if: Browser.path != nil, "no chromium on the PATH"), .timeLimit(.minutes(20)), arguments: windows)
  func page(width: Int, isDark: Bool) throws {
    let site = try site()
    let script = """
      function run() {
        const faults = []
        if (matchMedia('(prefers-color-scheme: dark)').matches !== \(isDark)) faults.push('the other theme')
        look(document, \(width), faults)
        structure(document, faults)
        return faults
      }
      """
    try site.folder.write(page(of: site, script), to: "feeds/page.html")
    try site.folder.write(Self.framed("page.html", width), to: "feeds/test.html")
    #expect(try faults("feeds/test.html", in: site, (width, isDark)) == [])
  }

  /// A page that tells what `run` of another finds: no window of a browser is as narrow as a phone.
  private static func framed(_ name: String, _ width: Int) -> String {
    """
    <!DOCTYPE html><body style="margin:0"><script src="discovery.js"></script>
    <iframe src="\(name)" width="\(width)" height="900" frameborder="0"></iframe>
    <script>onload = () => tell(document.querySelector('iframe').contentWindow.run())</script>
    """
  }

  @Test(
    "each button copies an address, or selects it; the search finds; the details open",
    .enabled(if: Browser.path != nil, "no chromium on the PATH"), .timeLimit(.minutes(20)))
  func buttons() throws {
    let site = try site()
    try site.folder.write(
      page(
        of: site,
        "const faults = []; use(document, faults).catch(error => faults.push(`${error}`)).then(() => tell(faults))"),
      to: "feeds/test.html")
    #expect(try faults("feeds/test.html", in: site, (1280, false)) == [])
  }

  @Test(
    "a feed shows its title, how to subscribe, and entries with date and summary, and nothing of it is cut off",
    .enabled(if: Browser.path != nil, "no chromium on the PATH"), .timeLimit(.minutes(20)), arguments: windows)
  func feeds(width: Int, isDark: Bool) throws {
    let site = try site()
    try site.folder.write(
      """
      <!DOCTYPE html><body style="margin:0"><script src="discovery.js"></script>
      <iframe id="atom" src="tags/graphs.atom" width="\(width)" height="900" frameborder="0"></iframe>
      <iframe id="rss" src="all.rss" width="\(width)" height="900" frameborder="0"></iframe>
      <script>
      onload = () => {
        const faults = []
        for (const [id, entry, date] of [['atom', 'entry', 'published'], ['rss', 'item', 'pubDate']]) {
          const inner = document.getElementById(id).contentDocument, own = []
          look(inner, \(width), own)
          const title = inner.querySelector('title'), self = inner.querySelector('link[rel=self], [*|href][rel=self]')
          if (getComputedStyle(title, '::before').content === 'none' || !isSeen(title)) own.push('no title')
          if (!getComputedStyle(self, '::after').content.includes('href')  && !getComputedStyle(self, '::after').content.includes('https')) own.push('no address')
          if (!getComputedStyle(self, '::before').content.includes('To subscribe')) own.push('does not say how to subscribe')
          for (const each of inner.querySelectorAll(entry)) {
            for (const name of ['title', date]) if (!isSeen(each.querySelector(name))) own.push(`no ${name} in ${each.textContent.slice(0, 30)}`)
            if (![...each.querySelectorAll('summary, description')].some(isSeen)) own.push('no summary')
            if ([...each.querySelectorAll('id, guid, updated, category')].some(isSeen)) own.push('too much')
          }
          if (inner.querySelectorAll(entry).length < 2) own.push('no entries')
          faults.push(...own.map(fault => `${id}: ${fault}`))
        }
        tell(faults)
      }
      </script>
      """, to: "feeds/test.html")
    #expect(try faults("feeds/test.html", in: site, (width, isDark)) == [])
  }

  @Test(
    "what is wrong with a page is found out", .enabled(if: Browser.path != nil, "no chromium on the PATH"),
    .timeLimit(.minutes(20)))
  func wrong() throws {
    let site = try site()
    let bad = try page(
      of: site,
      "function run() { const faults = []; look(document, 360, faults); structure(document, faults); return faults }"
    ).replacing("--soft:#645d52", with: "--soft:#b4aea2").replacing("<h2 id=\"tags\">", with: "<h4 id=\"all\">")
      .replacing("<main", with: "<div style=\"width:900px\">wide</div><div").replacing("</main>", with: "</div>")
    try site.folder.write(bad, to: "feeds/page.html")
    try site.folder.write(Self.framed("page.html", 360), to: "feeds/test.html")
    let faults = try faults("feeds/test.html", in: site, (360, false))
    for word in ["contrast", "h4 after", "0 × main", "cut off", "an id twice"] {
      #expect(faults.contains { $0.contains(word) }, "\(word) in \(faults)")
    }
  }
}
