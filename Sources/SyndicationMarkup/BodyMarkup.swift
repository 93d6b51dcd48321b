public import Syndication

/// Plain text, HTML or Markdown, in which tags of a template language may stand.
public struct BodyMarkup: Markup, Fingerprinted {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: BodyMarkup.self)

  /// What a body is written in, once its template is filled in.
  public enum Kind: String, Sendable, Hashable, Fingerprinted, CaseIterable { case html, text, markdown }

  /// What the body is written in.
  public var kind: Kind
  /// How Markdown is read where the ways differ.
  public var dialect = MarkdownDialect.commonMark
  /// What tags of a template language in the body mean; nil where there are none.
  public var template: Template?
  /// What ends the summary that the body begins with, beside `<!--more-->`.
  public var excerptSeparator: String?
  /// What addresses in the body are relative to, an absolute URL; nil where that is the entry's permalink.
  public var base: String?

  /// Of most bodies, nothing but the kind need be given.
  public init(
    _ kind: Kind, dialect: MarkdownDialect = .commonMark, template: Template? = nil, excerptSeparator: String? = nil,
    base: String? = nil
  ) {
    self.kind = kind
    self.dialect = dialect
    self.template = template
    self.excerptSeparator = excerptSeparator
    self.base = base
  }

  /// What is removed, and no reader of the page saw.
  private static let unseen: Set<String> = [
    "comment", "declaration", "DOCTYPE", "processing instruction", "size", "style", "style attribute", "on… attribute",
    "link", "meta",
  ]

  /// See `Markup`.
  public var limit: Int { (kind == .markdown ? Limit.markdownBytes : .htmlBytes).value }

  /// The template filled in, Markdown made HTML, HTML cleaned.
  public func render(_ body: [UInt8], of page: Page) -> RenderedBody {
    var rendered = RenderedBody()
    var body = body
    if let template {
      let expanded = template.expand(body, as: kind, in: dialect, permalink: page.base, on: page.site)
      body = expanded.body
      rendered.warnings = expanded.unfilled.keys.sorted().map { tag in
        let cure = template.output.map { "; pages with it may lie in \($0): name that as \"rendered\"" } ?? ""
        return Warning(
          rule: "template", "left out of the content, as only its generator can fill it in: \(tag)\(cure)")
      }
    }
    let read = kind == .markdown ? Markdown.read(body, as: dialect) : Markdown.Reading(html: body)
    let html = read.html
    rendered.warnings += read.lost.keys.sorted().map { what in
      Warning(rule: "markdown", "left out of the content, as its generator does: \(what)")
    }
    if let limit = read.excess {
      rendered.warnings.append(
        Warning(
          rule: "markdown", "shown as it is written, and not as Markdown: over \(limit.value) \(limit.name)"))
    }
    switch kind {
    case .html, .markdown:
      let clean = HTMLCleaner(base: base.flatMap(page.base.resolving) ?? page.base).clean(html)
      rendered.warnings += Set(clean.removed.keys).subtracting(BodyMarkup.unseen).sorted().map {
        Warning(rule: "B2", "removed from the content: \($0)")
      }
      if !clean.isBlank { rendered.content = .html(SafeHTML(clean.utf8)) }
      if page.wantsImage { rendered.image = BodyImage.first(in: clean.utf8) }
    case .text:
      let (text, dropped) = XMLCharacters.cleaned(String(decoding: body, as: UTF8.self))
      if let warning = Warning(dropped: dropped, from: "content") { rendered.warnings.append(warning) }
      if !text.allSatisfy(\.isWhitespace) { rendered.content = .text(text) }
    }
    if page.wantsSummary {
      rendered.summary = head(of: body, madeInto: html, of: page) ?? rendered.content?.excerpt
    }
    return rendered
  }

  /// A summary in Markdown may be marked up as a body is.
  public func plainText(_ text: [UInt8], of page: Page) -> (text: String, dropped: Int) {
    switch kind {
    case .markdown where text.contains(where: \.marksUp):
      (plainText(ofHTML: Markdown.html(text, as: dialect), of: page), 0)
    case .html where text.contains(where: "<&".utf8.contains): (plainText(ofHTML: text, of: page), 0)
    default: PlainText.paragraphs(String(decoding: text, as: UTF8.self))
    }
  }

  /// What the body holds before the mark that ends its summary, as plain text.
  private func head(of body: [UInt8], madeInto html: [UInt8], of page: Page) -> String? {
    let text: String
    // A comment outlives the conversion, which knows the code in which it is none, and the links that are defined below.
    if kind == .markdown, let separator = excerptSeparator, !separator.hasPrefix("<!--"),
      let head = Excerpt.head(of: body, before: separator)
    {
      text = plainText(ofHTML: Markdown.html(head, as: dialect), of: page)
    } else {
      guard let head = Excerpt.head(of: html, before: excerptSeparator) else { return nil }
      text =
        kind == .text
        ? PlainText.paragraphs(String(decoding: head, as: UTF8.self)).text : plainText(ofHTML: head, of: page)
    }
    return text.isEmpty ? nil : text
  }

  private func plainText(ofHTML html: [UInt8], of page: Page) -> String {
    Excerpt.plainText(ofHTML: HTMLCleaner(base: page.base).clean(html).html)
  }
}

extension PreparedEntry.Content {
  /// A summary made of the body's first paragraph; nil where there is no text.
  fileprivate var excerpt: String? {
    let excerpt =
      switch self {
      case .html(let html): Excerpt.firstParagraph(ofHTML: html.utf8)
      case .text(let text): Excerpt.firstParagraph(ofText: text)
      }
    return excerpt.isEmpty ? nil : excerpt
  }
}

extension Content {
  /// A body in `kind`, read as `BodyMarkup` reads it.
  public init(
    _ kind: BodyMarkup.Kind, _ body: Body, template: Template? = nil, excerptSeparator: String? = nil,
    base: String? = nil
  ) {
    guard template == nil, excerptSeparator == nil, base == nil else {
      self.init(body, in: BodyMarkup(kind, template: template, excerptSeparator: excerptSeparator, base: base))
      return
    }
    switch kind {
    case .html: self.init(body, in: Content.html)
    case .text: self.init(body, in: Content.text)
    case .markdown: self.init(body, in: Content.markdown)
    }
  }

  private static let html = SharedMarkup(BodyMarkup(.html))
  private static let text = SharedMarkup(BodyMarkup(.text))
  private static let markdown = SharedMarkup(BodyMarkup(.markdown))

  /// Plain text.
  public static func text(_ text: String) -> Content { Content(.text, .text(text)) }
}

extension UInt8 {
  /// Whether a text that it stands in may be marked up in Markdown.
  fileprivate var marksUp: Bool {
    switch self {
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "<"),
      UInt8(ascii: "&"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}
