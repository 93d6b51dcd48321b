internal import Syndication

extension Site {
  init(_ object: inout ConfigurationObject) {
    self.init(
      title: object.text("title", isRequired: true) ?? "",
      url: object.read("url", isRequired: true, ConfigurationValue.folderURL) ?? ConfigurationValue.noURL,
      description: object.text("description"))
    if let language = object.read("language", ConfigurationValue.language) { self.language = language }
    if let timeZone = object.read("timeZone", ConfigurationValue.timeZone) { self.timeZone = timeZone }
    if let timeOfDay = object.read("timeOfDay", ConfigurationValue.timeOfDay) { self.timeOfDay = timeOfDay }
    founded = object.read("founded", ConfigurationValue.date)
    if let authors = object.objects("authors", Person.init), !authors.isEmpty { self.authors = authors }
    icon = object.read("icon", ConfigurationValue.url)
    rights = object.text("rights")
  }
}

extension Person {
  init(_ object: inout ConfigurationObject) {
    self.init(
      name: object.text("name", isRequired: true) ?? "",
      url: object.read("url", ConfigurationValue.url)?.string,
      email: object.read("email", ConfigurationValue.email))
  }
}
