internal import Syndication

/// What a body may hold. Rule B2.
enum HTMLAllowList {
  enum Treatment {
    case kept
    /// Kept; it has no content and no end tag. What libxml2 takes for content follows it.
    case keptVoid
    /// Taken out with its content.
    case removed
    /// A link to what it shows takes its place.
    case linked
    /// Its tags go, its content stays.
    case unwrapped
    /// As `unwrapped`, and nobody needs to hear of it.
    case ignored
    /// As `removed`, and nobody needs to hear of it: a script fills it, or what it holds stands elsewhere.
    case generated
    /// A link to the page of the video that it plays takes its place.
    case player
    /// As `removed`, where its end is told: else all that follows would go.
    case drawing
    /// What is shown where no script runs: it goes where it shows again what stands before it, or asks for scripts.
    case fallback
    /// As `ignored`, but for those that copy code or send a form.
    case button
    /// As `removed`, but for the box of a task, which is a sign.
    case input
    /// As `removed`, but for one that shows something where it stands.
    case script

    // Elements of Distill articles (distill.pub/guide), which mean nothing without their scripts.
    /// The keys of what it cites: `[a, b]`.
    case citation
    /// Its content in brackets.
    case footnote
    /// Its content between signs of TeX: `$…$`, or `$$…$$` for a block.
    case maths
    /// `code`, or `pre` for a block.
    case listing
  }

  /// What is not here is `unwrapped`.
  static let treatments: [String: Treatment] = {
    let names: KeyValuePairs<Treatment, String> = [
      .kept: """
      a abbr acronym address article aside audio b bdi bdo big blockquote caption center cite code colgroup data dd \
      del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup i ins kbd li main \
      mark nav ol p picture pre q rb rp rt rtc ruby s samp section small span strike strong sub summary sup table \
      tbody td tfoot th thead time tr tt u ul var video
      """,
      .kept: mathMLNames,
      .keptVoid: "br col hr img source track wbr",
      .removed: """
      base basefont datalist frame link meta param select style template textarea title
      """,
      .linked: "embed iframe object",
      .unwrapped: "dialog fieldset form frameset label legend marquee optgroup option",
      .ignored: """
      body d-appendix d-article d-figure d-title dt-appendix dt-article head html mjx-assistive-mml mjx-container \
      mjx-math
      """,
      .player: """
      amp-vimeo amp-youtube cloudflare-video dash-video hls-video lite-vimeo lite-youtube spotify-audio tiktok-video \
      twitch-video vimeo-video wistia-video youtube-video
      """,
      .button: "button", .input: "input", .script: "script",
      .drawing: "svg",
      .fallback: "noscript",
      .generated: """
      annotation annotation-xml clipboard-copy d-bibliography d-byline d-citation-list d-contents d-footnote-list d-front-matter d-toc dt-bibliography \
      dt-byline
      """,
      .citation: "d-cite dt-cite",
      .footnote: "d-footnote dt-fn",
      .maths: "d-math dt-math",
      .listing: "d-code dt-code",
    ]
    let pairs = names.flatMap { treatment, names in names.split(separator: " ").map { (String($0), treatment) } }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

  /// MathML Core, without what embeds HTML in it.
  private static let mathMLNames = """
    math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub \
    msubsup msup mtable mtd mtext mtr munder munderover none semantics
    """
  static let mathML = Set(mathMLNames.split(separator: " ").map(String.init))

  /// What elements of AMP are in HTML.
  static let components = [
    "amp-anim": "img", "amp-audio": "audio", "amp-iframe": "iframe", "amp-img": "img", "amp-video": "video",
  ]
  /// Elements that are seen, whoever else they are hidden from.
  static let pictures: Set<String> = ["audio", "embed", "iframe", "img", "object", "picture", "source", "video"]
  static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

  /// Attributes that are safe on any element. Those with addresses, ids and sizes, and `style`, are judged by
  /// `HTMLAttributes`.
  static let attributes = Set(
    """
    abbr align alt bgcolor char charoff class clear color colspan compact controls datetime dir face frame hreflang kind \
    label lang loop media muted nowrap open preload rel reversed rowspan rules scope span srclang start summary title \
    type valign value accent accentunder alttext columnalign display displaystyle fence form largeop mathbackground \
    mathcolor mathvariant movablelimits notation separator stretchy symmetric
    """.split(separator: " ").map(String.init))

  /// Elements that show what their `src` names.
  static let showing: Set<String> = ["audio", "embed", "iframe", "img", "object", "source", "track", "video"]
  static let schemes: Set<String> = ["http", "https"]
  static let linkSchemes: Set<String> = ["http", "https", "mailto", "tel", "ftp"]
  /// How the address of an image may begin that is written out in it.
  static let images = Set(["gif", "jpeg", "png", "webp"].map { "data:image/\($0);base64" })

  /// Elements that stand on lines of their own.
  static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
  ]

  /// Elements that libxml2 or HTML ends where another of their kind begins.
  static let notWithinThemselves: Set<String> = [
    "a", "colgroup", "dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
  ]
}
