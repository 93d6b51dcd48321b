/// Media RSS 1.5.1.
extension XMLWriter {
  /// A file that belongs to the entry.
  func mediaContent(_ attachment: PreparedEntry.Attachment) throws(RenderError) {
    // Validators take no length of 0.
    let size = attachment.size.flatMap { $0 > 0 ? String($0) : nil }
    try element(
      "media:content",
      [
        "url": attachment.url.string, "type": attachment.mediaType, "medium": attachment.medium,
        "fileSize": size, "duration": attachment.seconds,
      ])
  }

  /// What the entry is shown with. Rule M2: as content, Liferea would list it as a file, and gPodder play it.
  func mediaThumbnail(_ image: AbsoluteURL) throws(RenderError) {
    try element("media:thumbnail", ["url": image.string])
  }
}
