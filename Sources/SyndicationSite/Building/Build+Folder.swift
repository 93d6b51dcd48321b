public import Syndication
public import SyndicationFolder

extension Build {
  /// A build that goes where the configuration says, or the options: to a folder, with its state in another.
  ///
  /// - Parameter wrap: makes the sink of that of the folder.
  public init(
    _ configuration: Configuration, options: Options = Options(), loaded: LoadedSources? = nil,
    wrapping wrap: (DirectorySink) -> any Sink = { $0 }
  ) {
    let state = StateFolder(configuration.stateDirectory)
    let sink = DirectorySink(
      directory: configuration.output(options), state: state, trustsManifest: !options.force,
      program: Program.identity)
    self.init(configuration, options: options, loaded: loaded, to: wrap(sink), remembering: state)
  }
}
