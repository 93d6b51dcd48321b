internal import Syndication

/// A piece of a body in Liquid or Nunjucks.
indirect enum LiquidNode {
  case text(Range<Int>)
  /// `{{ page.title | upcase }}`, and where it stands.
  case output(LiquidExpression, Range<Int>)
  case tag(LiquidTag)
  /// A tag with an end, and what stands between: a branch for itself, and one for each `else`.
  case block(LiquidTag, [LiquidBranch])
}

struct LiquidTag {
  var name: String
  /// What follows the name.
  var arguments: Range<Int>
  /// From its first byte to its last; a block's ends with its end tag.
  var range: Range<Int>
}

struct LiquidBranch {
  /// The tag that it begins with: `if`, `elsif`, `else`, `when`.
  var head: LiquidTag
  var nodes: [LiquidNode] = []
}
