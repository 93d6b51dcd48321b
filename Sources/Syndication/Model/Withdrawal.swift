extension SourceItem {
  /// The same where it stands; of one that was withdrawn, a notice in place of what it says and shows.
  var withdrawing: SourceItem {
    guard let why = withdrawn else { return self }
    let line = PlainText.line(why).text
    let text = line.isEmpty ? "This post was withdrawn." : "This post was withdrawn: \(line)"
    // What its author wrote is the reason: other words of ours tell of no edit.
    let notice = Content(.text(text, written: why), in: SourceItem.notice)
    var item = self
    (item.summary, item.content) = (notice, notice)
    (item.image, item.bannerImage, item.attachments, item.episode) = (nil, nil, [], nil)
    item.asWritten.files = nil
    return item
  }

  private static let notice = SharedMarkup(Notice())

  /// Plain text of ours.
  private struct Notice: Markup {
    static let layout = FingerprintLayout { (_: Notice, fingerprint) in fingerprint.write("notice") }

    var limit: Int { Limit.summaryCharacters.value }

    func render(_ body: [UInt8], of page: Page) -> RenderedBody {
      RenderedBody(content: .text(String(decoding: body, as: UTF8.self)))
    }

    func plainText(_ text: [UInt8], of page: Page) -> (text: String, dropped: Int) {
      PlainText.paragraphs(String(decoding: text, as: UTF8.self))
    }
  }
}
