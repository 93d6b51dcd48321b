/// By what browsers show feeds in XML: RFC 3023's `xml-stylesheet`, as CSS. (XSLT is on its way out of them.)
public struct FeedStylesheet: SiteDocument {
  /// See `SiteDocument`.
  public let path = DocumentPath("feeds.css")!
  /// See `SiteDocument`.
  public let mediaType = "text/css; charset=utf-8"
  /// What it begins with.
  static let opening = Array("@charset \"utf-8\";\n/* \(SiteMark.sentence). */\n".utf8)

  /// There is one way to write it.
  public init() {}

  /// See `SiteDocument`.
  public func bytes(of plan: FeedPlan) -> [UInt8] { FeedStylesheet.opening + Array(FeedStylesheet.css.utf8) }

  /// The address of it in a document at `path`: relative, as the folder may be served elsewhere.
  func address(from path: DocumentPath) -> String {
    String(repeating: "../", count: path.string.utf8.count { $0 == UInt8(ascii: "/") }) + self.path.string
  }

  /// Whatever an element is not shown by is not shown. Elements of Atom in RSS have names that RSS has, too.
  private static let css = """
    @namespace atom "http://www.w3.org/2005/Atom";
    @namespace content "http://purl.org/rss/1.0/modules/content/";
    @namespace dc "http://purl.org/dc/elements/1.1/";

    * { display: none; box-sizing: border-box; }
    :root {
      color-scheme: light dark;
      --bg: #fbfaf7; --card: #fff; --ink: #201e1a; --soft: #645d52; --line: #e3ddd2; --accent: #9c3a12;
      display: block; min-height: 100vh; margin: 0; padding: 2.5rem 1.25rem 5rem;
      font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--bg);
    }
    @media (prefers-color-scheme: dark) {
      :root { --bg: #161512; --card: #1e1c19; --ink: #ece7dd; --soft: #aaa294; --line: #37332d; --accent: #f4a87f; }
    }

    /* The feed. */
    rss > channel { display: block; }
    feed > *, channel > * { max-width: 44rem; margin-inline: auto; overflow-wrap: anywhere; }
    feed > title, channel > title {
      display: block; font: 600 clamp(1.7rem, 5vw, 2.5rem)/1.2 Charter, "Bitstream Charter", Cambria, Georgia, serif;
      letter-spacing: -.015em;
    }
    feed > title::before, channel > title::before {
      content: "Web feed"; display: block; margin-bottom: .5rem; font: 600 .8rem/1.4 system-ui, sans-serif;
      letter-spacing: .1em; text-transform: uppercase; color: var(--accent);
    }
    feed > subtitle, channel > description { display: block; margin-top: .6rem; font-size: 1.1rem; color: var(--soft); }
    feed > link[rel="self"], channel > atom|link[rel="self"] {
      display: block; margin-top: 1.5rem; margin-bottom: 2.5rem; padding: 1.1rem 1.25rem; background: var(--card);
      border: 1px solid var(--line); border-radius: 12px;
    }
    link[rel="self"]::before {
      content: "This is a feed, for a feed reader: an app or a site that shows you what is new. To subscribe, give the reader this address:";
      display: block; margin-bottom: .6rem;
    }
    link[rel="self"]::after {
      content: attr(href); display: block; padding: .5rem .75rem; font: .95rem/1.5 ui-monospace, monospace;
      color: var(--accent); background: var(--bg); border-radius: 6px; user-select: all;
    }

    /* An entry. */
    feed > entry, channel > item {
      display: flex; flex-direction: column; padding: 1.4rem 0; border-top: 1px solid var(--line);
    }
    entry > title, item > title {
      display: block; font: 600 1.3rem/1.3 Charter, "Bitstream Charter", Cambria, Georgia, serif;
    }
    entry > published, item > pubDate {
      display: block; order: 1; margin-top: .3rem; overflow: hidden; white-space: nowrap;
      font: .85rem/1.6 ui-monospace, monospace; color: var(--soft);
    }
    /* The day alone. */
    entry > published { width: 10ch; }
    item > pubDate { width: 16ch; }
    entry > summary, item > description {
      display: -webkit-box; order: 2; margin-top: .6rem; overflow: hidden; -webkit-box-orient: vertical;
      -webkit-line-clamp: 6; white-space: pre-line;
    }
    entry > link[rel="alternate"], item > link {
      display: block; order: 3; margin-top: .6rem; font-size: .9rem; color: var(--accent); user-select: all;
    }
    entry > link[rel="alternate"]::after { content: attr(href); }

    """
}
