extension Podcast {
  /// What Apple's directory requires has to be there, and to be what it takes.
  package init(_ object: inout ConfigurationObject) {
    self.init(
      categories: object.list("categories", isRequired: true, Category.named, orObject: Category.refined)?
        .flatMap(\.self) ?? [],
      image: object.read("image", isRequired: true, ConfigurationValue.artwork) ?? ConfigurationValue.noURL,
      isExplicit: object.flag("explicit", isRequired: true) ?? false)
    author = object.text("author")
    owner = object.object("owner") { owner in
      Person(
        name: owner.text("name", isRequired: true) ?? "",
        email: owner.read("email", isRequired: true, ConfigurationValue.email))
    }
    kind = object.choice("type") ?? kind
    isComplete = object.flag("complete") ?? false
    isBlocked = object.flag("block") ?? false
    newFeedURL = object.read("newFeedURL", ConfigurationValue.url)
  }
}

extension Podcast.Category {
  /// `"Technology"`.
  fileprivate static func named(_ text: String) throws(ConfigurationFlaw) -> [Podcast.Category] {
    if let outer = apple.first(where: { $0.value.contains(text) }) {
      throw ConfigurationFlaw(
        "\"\(text)\" is a subcategory: write {\"\(outer.key)\": \"\(text)\"}", rule: "Apple Podcasts")
    }
    return [Podcast.Category(try ConfigurationValue.choice(text, of: apple.map(\.key)))]
  }

  /// `{"Science": "Mathematics"}`.
  fileprivate static func refined(_ object: inout ConfigurationObject) -> [Podcast.Category] {
    let categories = apple.compactMap { name, subcategories in
      object.read(name) { text throws(ConfigurationFlaw) in
        guard !subcategories.isEmpty else {
          throw ConfigurationFlaw("\"\(name)\" has no subcategories: write \"\(name)\" alone", rule: "Apple Podcasts")
        }
        return Podcast.Category(name, try ConfigurationValue.choice(text, of: subcategories))
      }
    }
    if object.isEmpty {
      object.report("the category is empty: write one such as \"Technology\" or {\"Science\": \"Mathematics\"}")
    }
    return categories
  }
}

extension ConfigurationValue {
  fileprivate static func artwork(_ text: String) throws(ConfigurationFlaw) -> AbsoluteURL {
    let url = try url(text)
    guard Podcast.isArtwork(url) else {
      throw ConfigurationFlaw(
        "\"\(text)\" is no artwork that Apple takes: write an address that begins with https:// and ends in .jpg or .png",
        rule: "Apple Podcasts")
    }
    return url
  }
}
