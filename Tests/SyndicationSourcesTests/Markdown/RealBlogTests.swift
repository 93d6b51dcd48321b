import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

/// A real blog, and what is known of it.
struct RealBlog: Sendable, CustomTestStringConvertible {
  var folder: String
  var url: String
  var permalink: String?
  var kind: String
  /// Of all posts, hidden ones too.
  var posts: Int
  var hidden = 0
  /// The names of the files that are text and no posts.
  var notRead: [String] = []
  /// Each as its path on the site, the date, the title, and the authors, an affiliation in parentheses.
  var known: [(path: String, date: String, title: String, authors: [String])]

  var testDescription: String { folder }

  func load() async throws -> SourceContents {
    var options = MarkdownSource.Options()
    options.permalink = permalink
    let site = Site(title: "A", url: AbsoluteURL(url)!)
    return try await MarkdownSource(name: "blog", path: SharedData.path(folder), options: options, site: site).load()
  }
}

@Suite(
  "A real blog is read whole, with no more than its folder and address",
  .enabled(if: SharedData.isThere, "no real blogs in ../shared/data: not tested"))
struct RealBlogTests {
  static let blogs: [RealBlog] = [
    RealBlog(
      folder: "iclr-blog-track.github.io", url: "https://iclr-blog-track.github.io/", kind: "Jekyll", posts: 23,
      hidden: 2,
      known: [
        (
          "2022/03/26/lecun1989/", "2022-03-26", "Deep Neural Nets: 33 years ago and 33 years from now (Invited Post)",
          ["Andrej Karpathy"]
        ),
        (
          "2022/03/25/Looking-at-the-Performer-from-a-Hopfield-point-of-view/", "2022-03-25",
          "Looking at the Performer from a Hopfield Point of View",
          ["Brandstetter J.", "Ramsauer H.", "Holzleitner M.", "Hochreiter S.", "Schäfl B."]
        ),
        (
          "2022/03/25/PPLM/", "2022-03-25",
          "PPLM Revisited: Steering and Beaming a Lumbering Mammoth to Control Text Generation",
          [
            "Van Bach Nguyen", "Jan Trienes", "Meike Nauta", "Shreyasi Pathak", "Paul Youssef", "Sultan Imangaliyev",
            "Jörg Schlötterer",
            "Christin Seifert",
          ]
        ),
        ("2022/03/25/annotated-s4/", "2022-03-25", "The Annotated S4", ["Alexander Rush", "Sidd Karamcheti"]),
        (
          "2022/03/25/coarsening/", "2022-03-25", "Learning to Coarsen Graphs with Graph Neural Networks",
          ["Karush Suri"]
        ),
        (
          "2022/03/25/conformation-generation/", "2022-03-25",
          "Generating Molecular Conformations via Normalizing Flows and Neural ODEs",
          ["Mukundh Murthy", "Nikhil Devraj"]
        ),
        (
          "2022/03/25/does-adam/", "2022-03-25", "Does Adam Converge and When?",
          ["Yushun Zhang", "Congliang Chen", "Zhi-Quan Luo"]
        ),
        (
          "2022/03/25/euclidean_geometric_graph/", "2022-03-25",
          "Euclidean geometry meets graph, a geometric deep learning perspective",
          ["Zichen Wang (Amazon Web Services)", "Yunzhi Shi (Amazon Web Services)", "Xin Chen (Amazon Web Services)"]
        ),
        (
          "2022/03/25/kgs/", "2022-03-25", "Knowledge Graph Papers @ ICLR 2021",
          ["Mikhail Galkin (Mila & McGill University)"]
        ),
        (
          "2022/03/25/rethinking-valuedice/", "2022-03-25",
          "Rethinking ValueDice - Does It Really Improve Performance?",
          ["Li Ziniu (CUHKSZ)", "Xu Tian (NJU)", "Yu Yang (NJU)", "Luo Zhi-Quan (CUHKSZ)"]
        ),
        (
          "2022/03/25/text-gen-via-lfd/", "2022-03-25",
          "An Understanding of Learning from Demonstrations for Neural Text Generation",
          ["Pavan Kantharaju (Smart Information Flow Technologies)", "Aiswarya Sankar (Independent)"]
        ),
        (
          "2022/03/25/two-player-auction-learning/", "2022-03-25",
          "\"Auction Learning as a Two Player Game\": GANs (?) for Mechanism Design",
          ["Michael J. Curry (University of Maryland)", "Daniel Reusche"]
        ),
      ]),
    RealBlog(
      folder: "blogs/hugo-letsencrypt", url: "https://letsencrypt.org/", kind: "Hugo", posts: 121,
      known: [
        (
          "2026/08/11/root-shirt.html", "2026-08-11T00:00:00Z",
          "Going Back to Our Roots: A Little Piece of Let's Encrypt History", ["Shannon Robinson"]
        ),
        (
          "2026/04/10/test-sites.html", "2026-04-10T00:00:00Z", "The difficulty of making sure your website is broken",
          ["Matthew McPherrin"]
        ),
        (
          "2025/12/02/from-90-to-45.html", "2025-12-02T00:00:00Z", "Decreasing Certificate Lifetimes to 45 Days",
          ["Matthew McPherrin"]
        ),
        (
          "2024/05/01/ari-in-tailscale.html", "2024-05-01T00:00:00Z", "Takeaways from Tailscale’s Adoption of ARI",
          ["Sarah McClure (Let’s Encrypt)", "Andrew Lytvynov (Tailscale)"]
        ),
        (
          "2022/12/15/ocspcaching.html", "2022-12-15T00:00:00Z", "Let’s Encrypt improves how we manage OCSP responses",
          ["Kiel Christofferson"]
        ),
        (
          "2022/12/05/ed-letter-2022.html", "2022-12-05T12:00:00Z", "A Year-End Letter from our Executive Director",
          ["Josh Aas"]
        ),
        (
          "2022/09/12/remembering-peter-eckersley.html", "2022-09-12T00:00:00Z", "Remembering Peter Eckersley",
          ["Josh Aas", "Alex Halderman"]
        ),
        (
          "2021/10/01/cert-chaining-help.html", "2021-10-01T00:00:00Z", "Resources for Certificate Chaining Help",
          ["Jacob Hoffman-Andrews"]
        ),
        (
          "2020/02/19/multi-perspective-validation.html", "2020-02-19T00:00:00Z",
          "Multi-Perspective Validation Improves Domain Validation Security",
          ["Josh Aas", "Daniel McCarney", "Roland Shoemaker"]
        ),
        (
          "2016/09/20/what-it-costs-to-run-lets-encrypt.html", "2016-09-20T00:00:00Z",
          "What It Costs to Run Let's Encrypt",
          ["Josh Aas (ISRG Executive Director)"]
        ),
        (
          "2015/12/03/entering-public-beta.html", "2015-12-03T00:00:00Z", "Entering Public Beta",
          ["Josh Aas (ISRG Executive Director)"]
        ),
        (
          "2014/11/18/announcing-lets-encrypt.html", "2014-11-18T00:00:00Z",
          "Let’s Encrypt: Delivering SSL/TLS Everywhere",
          ["Josh Aas (ISRG Executive Director)"]
        ),
      ]),
    RealBlog(
      folder: "blogs/zola-inside-rust", url: "https://blog.rust-lang.org/", kind: "Zola", posts: 363,
      known: [
        (
          "inside-rust/2026/08/19/1.98.0-prerelease/", "2026-08-19", "1.98.0 pre-release testing",
          ["Release automation"]
        ),
        (
          "inside-rust/2026/03/27/program-management-update-2026-02/", "2026-03-27",
          "Program management update — February 2026",
          ["Tomas Sedovic", "Nurzhan Saken"]
        ),
        (
          "inside-rust/2025/10/22/clippys-feature-warming-up/", "2025-10-22",
          "What we learned with Clippy's feature freeze", ["blyxyas"]
        ),
        (
          "inside-rust/2025/10/16/renaming-the-default-branch-of-rust-lang-rust/", "2025-10-16",
          "Renaming the default branch of rust-lang/rust",
          ["Jake Goulding"]
        ),
        (
          "inside-rust/2025/03/11/test-infra-jan-feb-2025/", "2025-03-11",
          "This Month in Our Test Infra: January and February 2025", ["Jieyou Xu"]
        ),
        (
          "inside-rust/2025/02/24/project-director-update/", "2025-02-24", "February 2025 Project Director Update",
          ["Carol Nichols"]
        ),
        ("inside-rust/2024/09/02/all-hands/", "2024-09-02", "Save the Date: Rust All Hands 2025", ["Mara Bos"]),
        (
          "inside-rust/2024/08/09/async-closures-call-for-testing/", "2024-08-09",
          "Async Closures MVP: Call for Testing!", ["Michael Goulet"]
        ),
        (
          "inside-rust/2023/10/23/coroutines/", "2023-10-23",
          "Generators are dead, long live coroutines, generators are back", ["oli-obk"]
        ),
        (
          "inside-rust/2020/09/29/Portable-SIMD-PG/", "2020-09-29", "Announcing the Portable SIMD Project Group",
          ["Jubilee", "Lokathor"]
        ),
        ("inside-rust/2020/07/27/1.45.1-prerelease/", "2020-07-27", "1.45.1 prerelease testing", ["Mark Rousskov"]),
        ("inside-rust/2019/09/25/Welcome/", "2019-09-25", "Welcome to the Inside Rust blog!", ["Niko Matsakis"]),
      ]),
    RealBlog(
      folder: "blogs/eleventy-servo", url: "https://servo.org/",
      permalink: "https://servo.org/blog/{year}/{month}/{day}/{slug}/", kind: "Jekyll",
      posts: 205,
      known: [
        (
          "blog/2026/07/31/june-in-servo/", "2026-07-31",
          "June in Servo: real world compat, media queries, SharedWorker, and more!", []
        ),
        ("blog/2025/01/31/servo-in-2024/", "2025-01-31", "Servo in 2024: stats, features and donations", []),
        (
          "blog/2024/01/19/embedding-update/", "2024-01-19",
          "Tauri update: embedding prototype, offscreen rendering, multiple webviews, and more!", []
        ),
        (
          "blog/2023/09/15/upcoming-events-and-new-browser-ui/", "2023-09-15",
          "This month in Servo: upcoming events, new browser UI, and more!", []
        ),
        ("blog/2019/04/22/twis-128/", "2019-04-22 00:30:00", "This Month In Servo 128", []),
        ("blog/2018/12/04/magicleap/", "2018-12-04 15:00:00", "Experience porting Servo to the Magic Leap One", []),
        ("blog/2018/09/24/twis-114/", "2018-09-24 00:30:00", "This Week In Servo 114", []),
        ("blog/2016/07/18/twis-71/", "2016-07-18 00:30:00", "These Weeks In Servo 71", []),
        ("blog/2016/01/11/twis-47/", "2016-01-11 20:30:00", "This Week In Servo 47", []),
        ("blog/2015/05/28/twis-33/", "2015-05-28 20:30:00", "This Week In Servo 33", []),
        ("blog/2014/12/31/twis-17/", "2014-12-31 23:04:55", "This Week In Servo 17", []),
        ("blog/2014/08/31/welcome/", "2014-08-31 15:31:19", "Hello World", []),
      ]),
    RealBlog(
      folder: "blogs/eleventy-base-blog", url: "https://example.com/", kind: "Eleventy", posts: 4,
      notRead: ["fifthpost.md"],
      known: [
        ("blog/firstpost/", "2018-05-01", "This is my first post.", []),
        ("blog/secondpost/", "2018-07-04", "This is my second post with a much longer title.", []),
        ("blog/thirdpost/", "2018-08-24", "This is my third post.", []),
        ("blog/fourthpost/", "2018-09-30", "This is my fourth post", []),
      ]),
  ]

  @Test("every post, and each file that is not read named with the reason", arguments: blogs)
  func counts(_ blog: RealBlog) async throws {
    let contents = try await blog.load()
    #expect(contents.kind == blog.kind)
    #expect(contents.items.count == blog.posts)
    #expect(contents.items.count(where: \.isHidden) == blog.hidden)
    #expect(contents.problems.allSatisfy { $0.severity == .unread })
    #expect(contents.problems.map { $0.place.file.split(separator: "/").last.map(String.init) ?? "" } == blog.notRead)
    for item in contents.items {
      #expect(item.title?.isEmpty == false && item.address?.string.hasPrefix(blog.url) == true, "\(item.place)")
      #expect(try item.content?.body.read().string.contains(where: { !$0.isWhitespace }) == true, "\(item.place)")
    }
    #expect(Set(contents.items.map(\.address?.string)).count == blog.posts)
  }

  @Test("what was looked up by hand", arguments: blogs)
  func known(_ blog: RealBlog) async throws {
    let items = Dictionary(try await blog.load().items.map { ($0.address?.string ?? "", $0) }) { $1 }
    for post in blog.known {
      let item = try #require(items[blog.url + post.path], "\(post.path)")
      #expect(item.title == post.title)
      #expect(item.published == post.date, "\(post.path)")
      #expect(item.authors.map { $0.name + ($0.affiliation.map { " (\($0))" } ?? "") } == post.authors, "\(post.path)")
    }
  }

  @Test("every tag of the ICLR posts")
  func tags() async throws {
    let items = try await Self.blogs[0].load().items
    #expect(Set(items.flatMap(\.tags)).count == 50)
    let tagged = Dictionary(
      items.map { ($0.address?.string.split(separator: "/").last.map(String.init) ?? "", $0.tags) }
    ) {
      $1
    }
    #expect(tagged["zero-cost-proxies"] == ["deep-learning", "automated-machine-learning", "architecture-search"])
    #expect(
      tagged["text-gen-via-lfd"] == ["natural-language-generation", "reinforcement-learning", "generative-models"])
    #expect(tagged["annotated-s4"] == ["transformer", "sequence-modeling", "generative-models"])
    #expect(Set(items.flatMap(\.authors)).count == 68)
  }

  @Test("and the source of each conforms", arguments: blogs.filter(\.notRead.isEmpty))
  func conformance(_ blog: RealBlog) async throws {
    let site = Site(title: "A", url: AbsoluteURL(blog.url)!)
    func source(_ folder: String) -> MarkdownSource {
      MarkdownSource(name: "blog", path: SharedData.path(folder), options: MarkdownSource.Options(), site: site)
    }
    let violations = await CatalogSourceConformance.violations(
      of: { source(blog.folder) }, missing: { source("missing") })
    #expect(violations == [])
  }
}
