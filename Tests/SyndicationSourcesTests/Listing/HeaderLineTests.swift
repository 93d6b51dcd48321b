import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("A listing's header line")
struct HeaderLineTests {
  static func read(_ right: String) throws -> (tags: [String], authors: [String]) {
    let header = try HeaderLine("26 Mar 2022 | " + right)
    return (header.tags, header.authors.map { $0.name + ($0.affiliation.map { " @ " + $0 } ?? "") })
  }

  @Test("many tags take time by their number")
  func manyTags() {
    let times = growth(of: 500, within: 24) { count in
      let tags = (0..<count).map { "t\($0)" }.joined(separator: " ")
      #expect((try? HeaderLine("26 Mar 2022 | \(tags) Karpathy, Andrej"))?.tags.count == count)
    }
    #expect(times <= 24)
  }

  @Test(
    "dates of four shapes",
    arguments: [
      "26 Mar 2022", "26 March 2022", "Mar 26, 2022", "March 26 2022", "2022-03-26", "26 mar. 2022",
    ])
  func dates(text: String) throws {
    #expect(try HeaderLine(text + " | tag").date.description == "2022-03-26")
  }

  @Test("every English month", arguments: zip(1...12, LocalDate.months.map { String($0.prefix(3)) }))
  func months(number: Int, name: String) throws {
    #expect(try HeaderLine("1 \(name) 2024 |").date == LocalDate(year: 2024, month: number, day: 1))
  }

  @Test(
    "authors' forms",
    arguments: [
      ("Karpathy, Andrej", "Andrej Karpathy"),
      ("Goerttler, Thomas (TU Berlin)", "Thomas Goerttler @ TU Berlin"),
      ("Wang, Zichen, Amazon Web Services", "Zichen Wang @ Amazon Web Services"),
      ("Doe, Jane, Dept. of Physics, A School", "Jane Doe @ Dept. of Physics, A School"),
      ("Doe, Jane (A School, Berlin; B School)", "Jane Doe @ A School, Berlin; B School"),
      ("Doe, Jane (Lab (of Sorts))", "Jane Doe @ Lab (of Sorts)"),
      ("Doe, Jane, A School (Berlin)", "Jane Doe @ A School (Berlin)"),
      ("Doe, Jane, Institute of Science and Art", "Jane Doe @ Institute of Science and Art"),
      ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
      ("King, Martin Luther, Jr. (Atlanta)", "Martin Luther King Jr. @ Atlanta"),
      ("King, Martin Luther, III, Atlanta", "Martin Luther King III @ Atlanta"),
      ("Joshi, Chaitanya K.", "Chaitanya K. Joshi"),
      ("Dossa, Rousslan Fernand Julien", "Rousslan Fernand Julien Dossa"),
      ("Bubeck, Sébastien", "Sébastien Bubeck"), ("Élan, Ö.", "Ö. Élan"), ("O’Brien, Kate", "Kate O’Brien"),
      ("Luo, Zhi-Quan", "Zhi-Quan Luo"), ("García Márquez, Gabriel", "Gabriel García Márquez"),
      ("van der Berg, Jan", "Jan van der Berg"), ("de la Cruz, Ana", "Ana de la Cruz"),
      ("’t Hooft, Gerard", "Gerard ’t Hooft"),
      ("d’Alembert, Jean", "Jean d’Alembert"), ("al-Khwarizmi, Musa", "Musa al-Khwarizmi"),
      ("Maia e Silva, Rui", "Rui Maia e Silva"), ("WANG, Zichen", "Zichen WANG"), ("DE SOUZA, Ana", "Ana DE SOUZA"),
      ("王, 小明", "小明 王"), ("Andrej Karpathy", "Andrej Karpathy"), ("Madonna", "Madonna"),
      ("Ludwig van Beethoven", "Ludwig van Beethoven"), ("J.R.R. Tolkien", "J.R.R. Tolkien"),
      ("Andrej Karpathy (A School)", "Andrej Karpathy @ A School"), ("van Gogh", "van Gogh"),
    ])
  func authors(text: String, author: String) throws {
    #expect(try Self.read(text) == ([], [author]))
    #expect(try Self.read("historical c++ " + text) == (["historical", "c++"], [author]))
    #expect(try Self.read("vision Ng, Andrew; " + text) == (["vision"], ["Andrew Ng", author]))
    #expect(try Self.read("vision " + text + "; Ng, Andrew") == (["vision"], [author, "Andrew Ng"]))
  }

  @Test(
    "where the tags end",
    arguments: [
      ("NLP Wang, Zichen", ["NLP"], ["Zichen Wang"]),
      ("NLP ML Wang, Zichen", ["NLP", "ML"], ["Zichen Wang"]),
      ("NLP van den Berg, Jan", ["NLP"], ["Jan van den Berg"]),
      ("graphs NLP Andrej Karpathy", ["graphs", "NLP"], ["Andrej Karpathy"]),
      ("GPT-3 3D c# Wang, Zichen", ["GPT-3", "3D", "c#"], ["Zichen Wang"]),
      ("de van-gogh Wang, Zichen", ["de", "van-gogh"], ["Zichen Wang"]),
      ("PyTorch deep-learning Wang, Zichen", ["PyTorch", "deep-learning"], ["Zichen Wang"]),
      ("機械学習 山田, 太郎", ["機械学習"], ["太郎 山田"]),
      ("a+b a?b 🏷️ p(x,y) Wang, Zichen", ["a+b", "a?b", "🏷️", "p(x,y)"], ["Zichen Wang"]),
      ("graphs WANG; Chen, Xin", ["graphs"], ["WANG", "Xin Chen"]),
      ("graphs deep-learning", ["graphs", "deep-learning"], []),
      ("", [], []),
    ])
  func tags(text: String, tags: [String], authors: [String]) throws {
    #expect(try Self.read(text) == (tags, authors))
  }

  @Test("a tag or author said twice is kept once, in its first spelling")
  func twice() throws {
    #expect(
      try Self.read("graphs rl Graphs graphs Wang, Zichen; Chen, Xin; Wang, Zichen")
        == (["graphs", "rl"], ["Zichen Wang", "Xin Chen"]))
    #expect(try Self.read("Wang, Li (A); Wang, Li (B)") == ([], ["Li Wang @ A", "Li Wang @ B"]))
  }

  @Test(
    "what cannot be read says why",
    arguments: [
      ("31 Feb 2022 | tag", "there is no day “31 Feb 2022”"), ("2022-13-01 | tag", "there is no day “2022-13-01”"),
      ("29 Feb 2023 | tag", "there is no day"), ("0 Mar 2022 | tag", "there is no day"),
      ("26 Mrz 2022 | tag", "“26 Mrz 2022” is no date"), ("26/03/2022 | tag", "“26/03/2022” is no date"),
      ("March 2022 | tag", "“March 2022” is no date"), ("26 Mar 22 | tag", "“26 Mar 22” is no date"),
      ("26 Mar 2022 tag Wang, Zichen", "a `|` is missing"), ("26 Mar 2022 | tag | Wang, Zichen", "a second `|`"),
      ("26 Mar 2022 | tag Wang, Zichen (A", "not balanced"), ("26 Mar 2022 | tag Wang, Zichen A)", "not balanced"),
      ("26 Mar 2022 | tag Wang, Zichen )A(", "not balanced"),
      ("26 Mar 2022 | tag Wang deep, Zichen", "“deep” looks like no name"),
      ("26 Mar 2022 | one, two, Wang, Zichen", "“one” looks like no name"),
      ("26 Mar 2022 | Zichen deep Wang", "“deep” looks like neither"),
      ("26 Mar 2022 | Zichen Wang deep-learning", "“deep-learning” looks like neither"),
      ("26 Mar 2022 | Brandstetter J. and Ramsauer H.", "“and” looks like neither"),
      ("26 Mar 2022 | tag Wang, Zichen and Li, Wei", "part them by `;`"),
      ("26 Mar 2022 | tag Wang, Zichen; deep-learning", "“deep-learning” looks like no name"),
      ("26 Mar 2022 | tag; Wang, Zichen", "“tag” looks like no name"),
      ("26 Mar 2022 | tag (A School)", "“tag” looks like no name"),
      ("26 Mar 2022 | tag Wang, Zichen;", "an author is missing"),
      ("26 Mar 2022 | ; Wang, Zichen", "looks like no name"),
      ("26 Mar 2022 | tag Wang,", "a name is missing"), ("26 Mar 2022 | tag Wang, , A School", "a name is missing"),
      ("26 Mar 2022 | tag Wang (A), Zichen", "write the affiliation last"),
      ("26 Mar 2022 | King, Martin (A), Jr. (B)", "write the affiliation last"),
      ("26 Mar 2022 | tag Wang, Zichen; (A)", "write the affiliation last"),
      ("26 Mar 2022 | graphs NLP", "“NLP” may be a tag or an author"),
    ])
  func errors(line: String, message: String) throws {
    let error = #expect(throws: HeaderError.self) { try HeaderLine(line) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }
}
