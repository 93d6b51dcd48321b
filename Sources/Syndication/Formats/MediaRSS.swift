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

  /// What the entry is shown with; as content too, unless it `isAttached` and was written as such.
  func mediaImage(_ image: AbsoluteURL, isAttached: Bool) throws(RenderError) {
    if !isAttached {
      let type = image.mediaType.flatMap { $0.hasPrefix("image/") ? $0 : nil }
      try element("media:content", ["url": image.string, "type": type, "medium": "image"])
    }
    try element("media:thumbnail", ["url": image.string])
  }
}
