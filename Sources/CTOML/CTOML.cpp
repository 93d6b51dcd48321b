#include "CTOML.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

// toml++ asserts what it believes of a text: that is to be an error like any other, in every kind of build.
#undef NDEBUG
namespace {
struct broken_belief {};
}
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : throw broken_belief{})
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

namespace {

struct beyond_bound {
  std::string what;
  size_t line;
};

struct reader {
  std::string_view text;
  toml_bounds bounds;
  void *context;
  void (*tell)(void *, const toml_event *);
  std::ostringstream stream;
  size_t count = 0;

  void say(toml_kind kind, std::string_view name, std::string_view text, double number = 0, size_t line = 0) {
    toml_event event{kind, name.data(), name.size(), text.data(), text.size(), number, line};
    tell(context, &event);
  }

  beyond_bound too_deep(size_t line) { return {"this is nested too deep: flatten it", line}; }

  beyond_bound too_many(size_t line) {
    return {"over " + std::to_string(bounds.values) + " values are not read: leave some out", line};
  }

  void refuse(std::string_view why, size_t line) { say(TOML_FAULT, {}, why, 0, line); }

  void bound(std::string_view what, size_t line) { say(TOML_BEYOND, {}, what, 0, line); }

  void walk(std::string_view name, const toml::node &node, size_t depth) {
    if (depth > bounds.depth) throw too_deep(node.source().begin.line);
    if (++count > bounds.values) throw too_many(node.source().begin.line);
    if (auto table = node.as_table()) {
      say(TOML_TABLE, name, {});
      for (auto &&[key, value] : *table) walk(key.str(), value, depth + 1);
      say(TOML_TABLE_END, {}, {});
    } else if (auto array = node.as_array()) {
      say(TOML_ARRAY, name, {});
      for (auto &&value : *array) walk({}, value, depth + 1);
      say(TOML_ARRAY_END, {}, {});
    } else if (auto string = node.as_string()) {
      say(TOML_TEXT, name, string->get());
    } else if (auto flag = node.as_boolean()) {
      say(flag->get() ? TOML_TRUE : TOML_FALSE, name, {});
    } else if (auto number = node.as_floating_point()) {
      say(TOML_FLOAT, name, {}, number->get());
    } else {
      stream.str({});
      node.visit([&](auto &&value) { stream << value; });
      say(TOML_OTHER, name, stream.str());
    }
  }

  void read() {
    if (text.size() > bounds.length) {
      return bound("over " + std::to_string(bounds.length) + " bytes of TOML are not read: shorten it", 1);
    }
    try {
      check();
      walk({}, toml::parse(text), 0);
    } catch (const beyond_bound &found) {
      bound(found.what, std::max<size_t>(found.line, 1));
    } catch (const toml::parse_error &error) {
      refuse(error.description(), std::max<size_t>(error.source().begin.line, 1));
    } catch (const broken_belief &) {
      refuse("a name, a value or a part of one is missing", line_of_broken_belief());
    } catch (const std::exception &error) {
      refuse(error.what(), 1);
    }
  }

  /// Throws where brackets and the parts of keys nest deeper than is read, or keys have more parts, before the library
  /// recurses, and looks each table up among all.
  void check() {
    size_t line = 1, depth = 0, parts = 0, tables = 0;
    // Those of the key that each bracket belongs to, and the bracket itself.
    std::vector<size_t> open;
    for (size_t at = 0; at < text.size(); at++) {
      switch (text[at]) {
        case '\n':
          line++;
          if (open.empty()) parts = 0;
          break;
        case '#':
          at = std::min(text.find('\n', at), text.size()) - 1;
          break;
        case '"':
        case '\'':
          at = end_of_string(at, line);
          break;
        case ',':
          parts = 0;
          break;
        case '.':
          parts++;
          break;
        case '=':
          tables += parts + 1;
          break;
        case '[':
        case '{':
          open.push_back(parts + 1);
          depth += parts + 1;
          parts = 0;
          break;
        case ']':
        case '}':
          if (open.empty()) break;
          depth -= open.back();
          open.pop_back();
          // That was a table's name, or a list.
          if (open.empty()) tables += parts + 1;
          parts = 0;
          break;
      }
      if (depth + parts > bounds.depth) throw too_deep(line);
      if (tables > bounds.values) throw too_many(line);
    }
  }

  /// The last byte of the string that begins at `start`; the lines that it ends are counted.
  size_t end_of_string(size_t start, size_t &line) {
    const char quote = text[start];
    const bool is_long = text.substr(start, 3) == std::string(3, quote);
    size_t at = start + (is_long ? 3 : 1);
    for (; at < text.size(); at++) {
      if (text[at] == '\n') {
        // A short one is not ended: the library says so.
        if (!is_long) return at - 1;
        line++;
      }
      if (text[at] == '\\' && quote == '"') {
        at++;
        if (at < text.size() && text[at] == '\n') line++;
      } else if (text[at] == quote) {
        if (!is_long) return at;
        if (text.substr(at, 3) != std::string(3, quote)) continue;
        at += 2;
        // Two quotes may stand before those that end it.
        for (int more = 0; more < 2 && at + 1 < text.size() && text[at + 1] == quote; more++) at++;
        return at;
      }
    }
    return at;
  }

  /// Such an error has no place: it is in the last line of the shortest text that has it, too.
  size_t line_of_broken_belief() {
    std::vector<size_t> ends;
    for (size_t end = 0; (end = text.find('\n', end)) != text.npos;) ends.push_back(++end);
    auto first = std::partition_point(ends.begin(), ends.end(), [&](size_t end) {
      try {
        (void)toml::parse(text.substr(0, end));
      } catch (const broken_belief &) {
        return false;
      } catch (...) {
      }
      return true;
    });
    return 1 + (first - ends.begin());
  }
};

}  // namespace

void toml_read(const void *text, size_t length, toml_bounds bounds, void *context,
               void (*tell)(void *, const toml_event *)) {
  reader{{static_cast<const char *>(text), length}, bounds, context, tell, {}}.read();
}
