#include "CTOML.h"

#include <pthread.h>

#include <algorithm>
#include <sstream>

// toml++ asserts what it believes of a text: that is to be an error like any other, in every kind of build.
#undef NDEBUG
namespace {
struct broken_belief {};
}
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : throw broken_belief{})
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

namespace {

constexpr size_t deepest = 100;
/// More than this is no configuration, and would want a stack of gigabytes.
constexpr size_t longest = 1 << 20;

struct reader {
  std::string_view text;
  void *context;
  void (*tell)(void *, const toml_event *);
  std::ostringstream stream;

  void say(toml_kind kind, std::string_view name, std::string_view text, double number = 0, size_t line = 0) {
    toml_event event{kind, name.data(), name.size(), text.data(), text.size(), number, line};
    tell(context, &event);
  }

  void refuse(std::string_view why, size_t line) { say(TOML_FAULT, {}, why, 0, line); }

  void walk(std::string_view name, const toml::node &node, size_t depth) {
    if (depth > deepest) throw toml::parse_error("this is nested too deep", node.source());
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
    if (text.size() > longest) return refuse("over 1 MB is not read", 1);
    try {
      walk({}, toml::parse(text), 0);
    } catch (const toml::parse_error &error) {
      refuse(error.description(), std::max<size_t>(error.source().begin.line, 1));
    } catch (const broken_belief &) {
      refuse("a name, a value or a part of one is missing", line_of_broken_belief());
    } catch (const std::exception &error) {
      refuse(error.what(), 1);
    }
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

void toml_read(const void *text, size_t length, void *context, void (*tell)(void *, const toml_event *)) {
  reader reader{{static_cast<const char *>(text), length}, context, tell, {}};
  // Tables are freed by recursion, and a dotted key nests one for every two bytes: much text wants much stack.
  if (length > 4'000 && length <= longest) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    bool runs = pthread_attr_setstacksize(&attributes, (1 << 20) + 512 * length) == 0 &&
                pthread_create(&thread, &attributes, [](void *reader) -> void * {
                  static_cast<struct reader *>(reader)->read();
                  return nullptr;
                }, &reader) == 0;
    pthread_attr_destroy(&attributes);
    if (runs) {
      pthread_join(thread, nullptr);
    } else {
      reader.refuse("there is no memory to read it in", 1);
    }
  } else {
    reader.read();
  }
}
