package import ArgumentParser
internal import SyndicationSite

/// Which site a command is about, and where its feeds are.
package struct SiteOptions: ParsableArguments, Sendable {
  /// The file.
  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  package var config = DefaultConfiguration.file

  /// The folder; nil for the configuration's own.
  @Option(help: ArgumentHelp("Where the feeds are published, instead of feeds.directory.", valueName: "folder"))
  package var output: String?

  package init() {}

  package func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output wants the path of a folder") }
  }

  /// What is written on a command line to say the same.
  package var words: [String] { ["--config", config] + (output.map { ["--output", $0] } ?? []) }
}
