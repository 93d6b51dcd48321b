internal import ArgumentParser
internal import SyndicationSite

/// What is built, and where to: the options of every command that builds, once or again and again.
struct SiteOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = DefaultConfiguration.file

  @Option(help: ArgumentHelp("Publish to this folder instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Publish nothing where a post, a tag or a file has an error.")
  var strict = false

  @Flag(help: "Tell each problem for itself, and those that the last build found, too.")
  var verbose = false

  // What it asked for is what is done.
  @Flag(help: .hidden) var keepGoing = false

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output wants the path of a folder") }
  }

  func apply(to options: inout Build.Options) {
    options.isStrict = strict
    options.output = output
  }
}

/// And how strictly: the options of a single build.
struct BuildOptions: ParsableArguments {
  @OptionGroup var site: SiteOptions

  @Flag(help: "Publish though a source holds less than half of what was published last.")
  var allowShrink = false

  @Flag(help: "Trust no note of an earlier build: compare every document byte by byte.")
  var force = false

  /// - Parameter adjust: what a command has options of its own for.
  /// - Throws: as `Configuration.load`.
  func build(_ adjust: (inout Build.Options) -> Void = { _ in }) throws -> Build {
    var options = Build.Options()
    adjust(&options)
    site.apply(to: &options)
    options.allowShrink = allowShrink
    options.force = force
    return Build(try Configuration.load(site.config), options: options)
  }
}
