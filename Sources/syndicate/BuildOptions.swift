internal import ArgumentParser
internal import SyndicationFiles

/// What is built, and how strictly: the options of every command that builds, or would.
struct BuildOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = "config.json"

  @Option(help: ArgumentHelp("Publish to this folder instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Leave out entries and feeds with errors, publish the rest, and exit 1.")
  var keepGoing = false

  @Flag(help: "Publish though a source holds less than half of what was published last.")
  var allowShrink = false

  @Flag(help: "Trust no note of an earlier build: compare every document byte by byte.")
  var force = false

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output wants the path of a folder") }
  }

  /// - Throws: as `Configuration.load`.
  func build() throws -> Build {
    var options = Build.Options()
    options.keepGoing = keepGoing
    options.allowShrink = allowShrink
    options.force = force
    options.output = output
    return Build(try Configuration.load(config), options: options)
  }
}
