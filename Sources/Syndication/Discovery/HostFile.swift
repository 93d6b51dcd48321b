/// What tells a program that serves the folder how: types, caching, who may read it, compression, and what became of documents
/// that are elsewhere or nowhere (rules H1 and H4 to H6).
public struct HostFile: SiteDocument {
  /// See `SiteDocument`.
  public let path: DocumentPath
  /// See `SiteDocument`.
  public let mediaType = "text/plain; charset=utf-8"
  /// What it begins with.
  static let opening = Array("# \(SiteMark.sentence).\n".utf8)

  /// The documents about all feeds, but for those of hosts, with their types.
  private let others: [(path: DocumentPath, mediaType: String)]
  private let write: @Sendable (Folder) -> String

  /// Those that a host reads.
  ///
  /// - Parameter documents: the others about all feeds.
  static func files(for host: DiscoverySettings.Host, beside documents: [any SiteDocument]) -> [HostFile] {
    let others = documents.map { ($0.path, $0.mediaType) }
    func file(_ path: String, _ write: @escaping @Sendable (Folder) -> String) -> HostFile {
      HostFile(path: DocumentPath(path)!, others: others, write: write)
    }
    return switch host {
    case .nginx: [file("nginx.conf") { $0.nginx }]
    case .apache: [file(".htaccess") { $0.apache }]
    case .caddy: [file("Caddyfile") { $0.caddy }]
    case .netlify: [file("_headers") { $0.netlifyHeaders }, file("_redirects") { $0.netlifyRedirects }]
    }
  }

  /// See `SiteDocument`.
  public func bytes(of plan: FeedPlan) -> [UInt8] {
    HostFile.opening + Array(write(Folder(of: plan, beside: others)).utf8)
  }

  /// What is to be said of the folder of the feeds, whoever reads it.
  struct Folder {
    /// Where it is served: `/feeds/`.
    let root: String
    /// The type of all documents with an extension.
    let types: [(extension: String, type: String)]
    /// Of those that their extensions do not tell it of, by their paths in the folder.
    let exceptions: [(path: String, type: String)]
    /// Folders in it, and the extensions in them: with these, of those that have one of `types`.
    let folders: [(path: String, extensions: [String])]
    /// By the path where a document was, the address where it is.
    let redirects: [(path: String, to: String)]
    /// Where documents were that are nowhere any more.
    let gone: [String]
    /// A document that is there: the page, where there is one.
    let shown: String

    init(of plan: FeedPlan, beside others: [(path: DocumentPath, mediaType: String)]) {
      root = AbsoluteURL.percentDecoded(plan.url.path) ?? plan.url.path
      var documents = others.map { (path: $0.path.string, type: $0.mediaType) }
      for feed in plan.feeds {
        for document in feed.documents {
          guard let format = FeedFormats.named(document.format) else { continue }
          documents.append((document.path.string, format.mediaType))
        }
      }
      func ending(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
      }
      // An extension tells the type that most of its documents have.
      var counts: [String: [String: Int]] = [:]
      for document in documents { counts[ending(of: document.path), default: [:]][document.type, default: 0] += 1 }
      let known = counts.filter { $0.key != "" }.mapValues { types in
        types.min { ($1.value, $0.key) < ($0.value, $1.key) }!.key
      }
      types = known.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      exceptions = documents.filter { known[ending(of: $0.path)] != $0.type }.sorted { $0.path < $1.path }
        .map { ($0.path, $0.type) }
      var folders: [String: Set<String>] = [:]
      for document in documents {
        let parent = document.path.lastIndex(of: "/").map { String(document.path[...$0]) } ?? ""
        folders[parent, default: []].insert(ending(of: document.path))
      }
      self.folders = folders.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
      redirects = plan.redirects.sorted { $0.key < $1.key }.map {
        ($0.key.string, plan.url.appending(path: $0.value.string).string)
      }
      gone = plan.gone.map(\.string)
      let page = documents.first { $0.type.withoutParameters == "text/html" } ?? documents.first
      shown = page?.path ?? "index.html"
    }

    /// All types, each once.
    private var allTypes: [String] { Set(types.map(\.type) + exceptions.map(\.type)).sorted() }

    /// How long a reader need not ask again, in seconds.
    private static let age = 300

    // MARK: - Each

    var nginx: String {
      func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
      }
      func alone(_ type: String) -> String { String(type.withoutParameters) }
      var lines = [
        "# In the server that serves the folder, with the folder's own path:  include /srv/www\(root)nginx.conf;",
        "location ^~ \(quoted(root)) {", "  index index.html;",
        "  types {", types.map { "    \(alone($0.type)) \($0.extension);" }.joined(separator: "\n"), "  }",
        "  charset utf-8;",
        "  charset_types \(allTypes.map(alone).filter { $0 != "text/html" }.joined(separator: " "));",
        // It does both with HTML in any case, and warns of one that says so.
        "  gzip on;", "  gzip_vary on;", "  gzip_proxied any;",
        "  gzip_types \(allTypes.map(alone).filter { $0 != "text/html" }.joined(separator: " "));",
        "  add_header Cache-Control \"max-age=\(Folder.age)\";", "  add_header Access-Control-Allow-Origin \"*\";",
        "  add_header Access-Control-Expose-Headers \"ETag\";",
        "  location = \(quoted(root + "nginx.conf")) { return 404; }",
      ]
      for (path, type) in exceptions {
        lines.append("  location = \(quoted(root + path)) { types { } default_type \(alone(type)); }")
      }
      for (path, address) in redirects {
        lines.append(
          "  location = \(quoted(root + path)) { return 301 \(quoted(address.replacing("$", with: "%24"))); }")
      }
      for path in gone { lines.append("  location = \(quoted(root + path)) { return 410; }") }
      return (lines + ["}", ""]).joined(separator: "\n")
    }

    var apache: String {
      func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
      }
      func alone(_ type: String) -> String { String(type.withoutParameters) }
      var lines = [
        "# Apache reads it where AllowOverride has FileInfo and Indexes: modules mime, headers, deflate, filter and alias.",
        "<IfModule mod_dir.c>", "  DirectoryIndex index.html", "</IfModule>", "<IfModule mod_mime.c>",
      ]
      lines += types.map { "  AddType '\($0.type)' .\($0.extension)" }
      lines += ["</IfModule>"]
      for (path, type) in exceptions {
        lines += [
          "<If \"%{REQUEST_URI} == '\((root + path).replacing("'", with: "\\'"))'\">", "  ForceType '\(type)'", "</If>",
        ]
      }
      lines += [
        "<IfModule mod_headers.c>", "  Header set Cache-Control \"max-age=\(Folder.age)\"",
        "  Header set Access-Control-Allow-Origin \"*\"", "  Header set Access-Control-Expose-Headers \"ETag\"",
        // It gives compressed documents a tag of their own, and does not know it again.
        "  RequestHeader edit* If-None-Match \"-gzip\\\"\" \"\\\"\"", "</IfModule>",
        "<IfModule mod_deflate.c>", "  <IfModule mod_filter.c>",
        "    AddOutputFilterByType DEFLATE \(allTypes.map(alone).joined(separator: " "))",
        "  </IfModule>", "</IfModule>",
      ]
      if !redirects.isEmpty || !gone.isEmpty {
        lines.append("<IfModule mod_alias.c>")
        lines += redirects.map { "  Redirect 301 \(quoted(root + $0.path)) \(quoted($0.to))" }
        lines += gone.map { "  Redirect gone \(quoted(root + $0))" }
        lines.append("</IfModule>")
      }
      return (lines + [""]).joined(separator: "\n")
    }

    var caddy: String {
      func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
      }
      var lines = [
        "# In the site that serves the folder, with the folder's own path:  import /srv/www\(root)Caddyfile",
        "@syndicate path \(quoted(root + "*"))", "header @syndicate {", "\tCache-Control \"max-age=\(Folder.age)\"",
        "\tAccess-Control-Allow-Origin *", "\tAccess-Control-Expose-Headers ETag", "}",
      ]
      for (index, (ending, type)) in types.enumerated() {
        let name = "@syndicate-type-\(index)"
        let excepted = exceptions.map(\.path).filter { $0.hasSuffix(".\(ending)") }.map { quoted(root + $0) }
        // In a path, its `*` would stop at a slash.
        lines += ["\(name) {", "\tpath_regexp `^\\Q\(root)\\E(.*/)?[^/]*\\.\(ending)$`"]
        if !excepted.isEmpty { lines.append("\tnot path \(excepted.joined(separator: " "))") }
        lines += ["}", "header \(name) Content-Type \"\(type)\""]
      }
      for (index, (path, type)) in exceptions.enumerated() {
        lines += [
          "@syndicate-document-\(index) path \(quoted(root + path))",
          "header @syndicate-document-\(index) Content-Type \"\(type)\"",
        ]
      }
      lines += ["encode @syndicate {", "\tgzip", "\tmatch {"]
      lines += allTypes.map { "\t\theader Content-Type \($0.withoutParameters)*" }
      lines += ["\t}", "}"]
      lines.append("respond \(quoted(root + "Caddyfile")) 404")
      lines += redirects.map { "redir \(quoted(root + $0.path)) \(quoted($0.to)) 301" }
      lines += gone.map { "respond \(quoted(root + $0)) 410" }
      return (lines + [""]).joined(separator: "\n")
    }

    /// Netlify compresses what it serves by itself.
    var netlifyHeaders: String {
      let root = AbsoluteURL.percentEncoded(self.root, keeping: "/")
      var lines = [
        "# Netlify reads it at the top of what is published:  cat feeds/_headers >> public/_headers", "\(root)*",
        "  Cache-Control: max-age=\(Folder.age)", "  Access-Control-Allow-Origin: *",
        "  Access-Control-Expose-Headers: ETag",
      ]
      let byExtension = Dictionary(uniqueKeysWithValues: types.map { ($0.extension, $0.type) })
      for (folder, endings) in folders {
        for ending in endings {
          guard let type = byExtension[ending] else { continue }
          let path = root + AbsoluteURL.percentEncoded(folder, keeping: "/")
          lines += ["\(path)*.\(ending)", "  Content-Type: \(type)"]
        }
      }
      for (path, type) in exceptions {
        lines += [root + AbsoluteURL.percentEncoded(path, keeping: "/"), "  Content-Type: \(type)"]
      }
      return (lines + [""]).joined(separator: "\n")
    }

    var netlifyRedirects: String {
      func encoded(_ path: String) -> String { AbsoluteURL.percentEncoded(root + path, keeping: "/") }
      var lines = ["# Netlify reads it at the top of what is published:  cat feeds/_redirects >> public/_redirects"]
      lines += redirects.map { "\(encoded($0.path)) \($0.to) 301" }
      // It has no 410 without a document to show.
      lines += gone.map { "\(encoded($0)) \(encoded(shown)) 410" }
      return (lines + [""]).joined(separator: "\n")
    }
  }
}
