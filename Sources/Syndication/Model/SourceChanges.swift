/// What a source knows itself by when it is asked what changed: its own notes, which nobody else reads.
public struct SourceState: Sendable, Hashable {
  /// As the source wrote them. They may be kept in a file: what was not written there by the same program is none.
  public let bytes: [UInt8]

  /// A state that a source has written.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// What changed in a source since a state of it: some items gave way to others, and all others are as they were.
public struct SourceChanges: Sendable {
  /// Of the items as they were, the positions of those that are gone, or other than they were.
  public var replaced: Range<Int>
  /// What stands in their place, each as `load` would give it.
  public var items: [SourceItem]
  /// Whether the places of items that did not change are others now.
  public var hasMoved: Bool
  /// How many items there are now.
  public var count: Int
  /// As the source is now.
  public var state: SourceState
  /// What it knows of the site.
  public var site: SiteDefaults
  /// The items at positions as they are now, each as `load` would give it; nil where that cannot be told any more.
  ///
  /// - Throws: a failure of the machine.
  public var read: @Sendable ([Int]) throws -> [SourceItem]?

  /// Changes of these.
  public init(
    replaced: Range<Int>, items: [SourceItem], hasMoved: Bool, count: Int, state: SourceState,
    site: SiteDefaults = SiteDefaults(),
    read: @escaping @Sendable ([Int]) throws -> [SourceItem]?
  ) {
    self.replaced = replaced
    self.items = items
    self.hasMoved = hasMoved
    self.count = count
    self.state = state
    self.site = site
    self.read = read
  }
}
