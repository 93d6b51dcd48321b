internal import ArgumentParser
internal import SyndicationOptions
internal import SyndicationSite

/// What is built, and what is said of it: the options of every command that builds, once or again and again.
struct PublishingOptions: ParsableArguments {
  @OptionGroup var site: SiteOptions

  @Flag(help: "Publish nothing where a post, a tag or a file has an error.")
  var strict = false

  @Flag(help: "Tell each problem for itself, and those that the last build found, too.")
  var verbose = false

  // What it asked for is what is done.
  @Flag(help: .hidden) var keepGoing = false

  func apply(to options: inout Build.Options) {
    options.isStrict = strict
    options.output = site.output
  }
}

/// And how strictly: the options of a single build.
struct BuildOptions: ParsableArguments {
  @OptionGroup var publishing: PublishingOptions

  @Flag(help: "Publish though a source holds less than half of what was published last.")
  var allowShrink = false

  @Flag(help: "Trust no note of an earlier build: compare every document byte by byte.")
  var force = false

  /// - Parameter adjust: what a command has options of its own for.
  /// - Throws: as `Configuration.load`.
  func build(_ adjust: (inout Build.Options) -> Void = { _ in }) throws -> Build {
    var options = Build.Options()
    adjust(&options)
    publishing.apply(to: &options)
    options.allowShrink = allowShrink
    options.force = force
    return Build(try Configuration.load(publishing.site.config), options: options)
  }
}
