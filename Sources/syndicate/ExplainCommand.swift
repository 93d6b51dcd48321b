internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationSite

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a post is in a feed or not, where its id and times come from, and what was taken out of it.",
    discussion: """
      It writes nothing, and waits for no build.
      Exit codes: 0 told; 1 nothing like it is known, or the configuration has errors; 2 the machine failed; 64 wrong usage.
      """)

  @Argument(
    help: ArgumentHelp(
      "The address of a post, an id, a file, as posts/a.md or posts.txt:12, or a title.", valueName: "url|id|file"))
  var query: String

  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = DefaultConfiguration.file

  @Option(help: ArgumentHelp("The folder that is published to instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if query.isEmpty { throw ValidationError("name a post: by its address, its id, its file or its title") }
  }

  func run() async throws {
    do {
      var options = Build.Options()
      options.output = output
      let build = Build(try Configuration.load(config), options: options)
      let explanation = try await build.explanation(of: query, at: BuildInstant.current())
      writeLines(explanation.problems.lines(), to: STDERR_FILENO)
      if json { writeLines([explanation.json], as: .json, to: STDOUT_FILENO) }
      if !json { writeLines(explanation.lines, to: STDOUT_FILENO) }
      if !explanation.isRead { throw ExitCode(1) }
      guard explanation.isFound else {
        let near =
          explanation.nearest.isEmpty ? "" : ": did you mean \(explanation.nearest.joined(separator: "; or "))?"
        writeLines(["no post is known as “\(query)”\(near)"], to: STDERR_FILENO)
        throw ExitCode(1)
      }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw Console(style: .plain).exitCode(after: error, seconds: .zero)
    }
  }
}
