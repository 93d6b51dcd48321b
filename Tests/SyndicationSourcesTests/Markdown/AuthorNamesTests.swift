import Syndication
import Testing

@testable import SyndicationSources

@Suite("Authors in front matter are people")
struct AuthorNamesTests {
  private static func shown(_ person: Person) -> String {
    person.name + (person.affiliation.map { " (\($0))" } ?? "") + (person.email.map { " <\($0)>" } ?? "")
  }

  @Test(
    "however a line names them",
    arguments: [
      ("Lee, Ann", ["Ann Lee"]), ("Ann Lee", ["Ann Lee"]), ("Lee, Ann; Day, Bo", ["Ann Lee", "Bo Day"]),
      ("Lee, Ann (Lab); Day, Bo, A School", ["Ann Lee (Lab)", "Bo Day (A School)"]),
      ("Lee, Ann (Lab & Co)", ["Ann Lee (Lab & Co)"]), ("Ann Lee and Bo Day", ["Ann Lee", "Bo Day"]),
      ("Lee A. and Day B. and Kay C.", ["Lee A.", "Day B.", "Kay C."]), ("Ann Lee, Bo Day", ["Ann Lee", "Bo Day"]),
      ("Ann Lee, Bo Day, and Cy Kay", ["Ann Lee", "Bo Day", "Cy Kay"]), ("Ann, Bo and Cy", ["Ann", "Bo", "Cy"]),
      ("Ann Lee, Bo Day & Cy Kay", ["Ann Lee", "Bo Day", "Cy Kay"]),
      ("Ann Lee (Lab) & Bo Day (Co)", ["Ann Lee (Lab)", "Bo Day (Co)"]),
      ("Lee, Ann and Day, Bo", ["Ann Lee", "Bo Day"]), ("Lee, Ann Kay", ["Ann Kay Lee"]),
      ("van der Lee, Ann", ["Ann van der Lee"]),
      ("Ann Lee, Jr.", ["Ann Lee Jr."]), ("Ann Lee, Executive Director", ["Ann Lee (Executive Director)"]),
      ("Ann Lee, Software Engineer, Lab", ["Ann Lee (Software Engineer, Lab)"]), ("Lee, Ann;", ["Ann Lee"]),
      ("ann", ["ann"]),
      ("Ann Lee <ann@example.org>", ["Ann Lee <ann@example.org>"]), ("Alexandra Sandy Band", ["Alexandra Sandy Band"]),
      ("  ", []),
      ("Ann \"Al\" Lee", ["Ann \"Al\" Lee"]), ("Lee, Ann, Lab; ", ["Ann Lee (Lab)"]),
    ])
  func lines(_ text: String, _ people: [String]) {
    #expect(AuthorNames.people(in: text).map(Self.shown) == people)
  }

  @Test(
    "in lists, in maps, and by the keys of a file",
    arguments: [
      ("author: ann", ["Ann Lee (Lab)"]), ("authors: [ann, Bo Day]", ["Ann Lee (Lab)", "Bo Day"]),
      ("authors:\n  - name: Bo Day\n    affiliations:\n      name: Co\n", ["Bo Day (Co)"]),
      ("author:\n  name: Bo Day\n  email: bo@example.org", ["Bo Day <bo@example.org>"]),
      ("authors:\n  - first_name: Bo\n    last_name: Day", ["Bo Day"]),
      ("author: ann and Bo Day", ["Ann Lee (Lab)", "Bo Day"]),
      ("authors: [Ann Lee and Bo Day]", ["Ann Lee", "Bo Day"]), ("title: a", []),
    ])
  func values(_ matter: String, _ people: [String]) async throws {
    let item = try await MarkdownFixture.post(
      matter,
      configuration: ["_config.yml": "a: b\n", "_data/authors.yml": "ann:\n  name: Ann Lee\n  affiliation: Lab\n"])
    #expect(item.authors.map(Self.shown) == people)
  }
}
