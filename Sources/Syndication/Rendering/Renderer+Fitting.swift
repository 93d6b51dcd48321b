/// Puts a document together, and leaves out what it has no room for.
extension Renderer {
  func document(
    in index: Int, _ input: RenderInput.Document, of entries: [RenderedEntry]
  ) throws -> (Document, Cut) {
    let format = formats[index]
    let frame = try format.frame(of: input.frame)
    guard format.isWellFormed(frame: frame) else {
      throw RenderError("the frame of \(input.frame.selfLink) is not well-formed")
    }
    let (fragments, cut) = try fitting(entries, around: frame, input, index)
    var parts = [frame.opening]
    parts.reserveCapacity(2 * fragments.count + 2)
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { parts.append(frame.separator) }
      parts.append(fragment)
    }
    parts.append(frame.closing)
    return (Document(parts: parts, mediaType: format.mediaType), cut)
  }

  /// What a document has no room for, by the places of its entries.
  struct Cut: Hashable {
    /// In summary form, and not by the feed's own choice.
    var shortened: Set<Int> = []
    var omitted: Set<Int> = []
  }

  /// Rule P3: an entry that has no room by itself gives way itself, to its summary form, then wholly. Then the oldest
  /// entries first go to their summary form, then go; before them those that take more than half of all room. So one entry
  /// does not empty a feed, and the newest stays where it can. Nothing goes for others from a document that has to be whole.
  private func fitting(
    _ entries: [RenderedEntry], around frame: Frame, _ input: RenderInput.Document, _ format: Int
  ) throws -> (parts: [[UInt8]], Cut) {
    let bytes = input.bytes - frame.opening.count - frame.closing.count
    let separator = frame.separator.count
    var parts = try entries.map { try $0.fragment(as: input.form, in: format, of: formats) }
    // Between the entries, not after the last.
    var size = parts.reduce(0) { $0 + $1.count + separator } - separator
    var cut = Cut()
    if size <= bytes { return (parts, cut) }
    func shorten(_ index: Int) throws {
      guard input.form == .full, !cut.omitted.contains(index), !cut.shortened.contains(index) else { return }
      let short = try entries[index].fragment(as: .summary, in: format, of: formats)
      guard short.count < parts[index].count else { return }
      size -= parts[index].count - short.count
      parts[index] = short
      cut.shortened.insert(index)
    }
    func omit(_ index: Int) {
      guard cut.omitted.insert(index).inserted else { return }
      size -= parts[index].count + separator
      cut.shortened.remove(index)
    }
    for index in parts.indices where parts[index].count > bytes {
      try shorten(index)
      if parts[index].count > bytes { omit(index) }
    }
    let oldestFirst = parts.indices.reversed()
    for index in oldestFirst where size > bytes { try shorten(index) }
    if !input.isWhole {
      for index in oldestFirst.dropLast() where size > bytes && parts[index].count > bytes / 2 { omit(index) }
      for index in oldestFirst where size > bytes { omit(index) }
    }
    return (parts.indices.filter { !cut.omitted.contains($0) }.map { parts[$0] }, cut)
  }
}
