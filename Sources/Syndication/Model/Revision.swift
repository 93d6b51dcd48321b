/// Which state something is in, told without reading it: while it is the same, the thing is as it was.
///
/// Only who made it knows what its fields say; everybody else keeps it and compares. JSON has to carry them unchanged.
public struct Revision: Sendable, Hashable {
  /// Those of two revisions of one thing differ somewhere.
  public let fields: [String]

  /// Of what tells it from others: sizes, times, numbers.
  public init(_ fields: [String]) { self.fields = fields }
}
