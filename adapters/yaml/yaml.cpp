#include "core/project/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <charconv>
#include <sstream>

#include "core/base/utf8.hpp"

namespace eeveon {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;

struct bad_yaml {
  std::string what;
  YAML::Mark mark;
};

// Whole numbers only as we would write them ourselves: 007, 0x10 and 1.50 mean different things to different
// people.
json::value plain(const std::string& text) {
  if (text.empty() || text == "~" || text == "null") return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  if (const auto [stop, error] = std::from_chars(text.data(), end, whole);
      error == std::errc{} && stop == end && std::to_string(whole) == text)
    return whole;
  return json::string(text);
}

// Follows the parser's events instead of its nodes, so that an alias is seen before it is followed.
class builder : public YAML::EventHandler {
 public:
  yaml_document take() { return {std::move(root_), std::move(lines_)}; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { place(nullptr, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw bad_yaml{"is an alias (*name): write the value out", mark};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    if (wants_key()) return name(value, mark);
    place(tag == "?" ? plain(value) : json::value(json::string(value)), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(json::array{}, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(json::object{}, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  struct level {
    json::value items;
    std::string key;
    bool named = false;
    YAML::Mark mark;
  };

  bool wants_key() const { return !open_.empty() && open_.back().items.is_object() && !open_.back().named; }
  void name(const std::string& key, const YAML::Mark& mark) {
    auto& top = open_.back();
    if (top.items.get_object().contains(key)) throw bad_yaml{"names the key '" + key + "' twice", mark};
    top.key = key, top.named = true;
    std::string path;
    for (const auto& level : open_)
      if (level.named) path += (path.empty() ? "" : ".") + level.key;
    lines_.emplace(std::move(path), mark.line + 1);
  }
  void place(json::value value, const YAML::Mark& mark) {
    if (wants_key()) throw bad_yaml{"has a key that is not a word", mark};
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto& top = open_.back(); top.items.is_array()) {
      top.items.get_array().push_back(std::move(value));
    } else {
      top.items.get_object()[top.key] = std::move(value);
      top.named = false;
    }
  }
  void open(json::value items, const YAML::Mark& mark) {
    if (wants_key()) throw bad_yaml{"has a key that is not a word", mark};
    if (open_.size() == deepest) throw bad_yaml{"is nested deeper than 32 levels", mark};
    open_.push_back({.items = std::move(items), .mark = mark});
  }
  void close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    place(std::move(done.items), done.mark);
  }

  json::value root_ = json::object{};
  std::vector<level> open_;
  std::map<std::string, int> lines_;
};

std::string place_of(const YAML::Mark& mark) {
  return mark.is_null()
             ? std::string{}
             : "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1) + " ";
}

}  // namespace

result<yaml_document> read_yaml(std::string_view text) {
  if (text.size() > 1 << 20) return fail(errc::too_large, "YAML larger than 1 MiB");
  if (text.find('\0') != text.npos || to_valid_utf8(std::string(text)) != text)
    return fail(errc::invalid, "YAML must be UTF-8 text");
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    builder first, second;
    parser.HandleNextDocument(first);
    if (parser.HandleNextDocument(second))
      return fail(errc::invalid, "more than one YAML document: keep one per file");
    return first.take();
  } catch (const bad_yaml& error) {
    return fail(errc::invalid, place_of(error.mark) + error.what);
  } catch (const YAML::Exception& error) {
    return fail(errc::invalid, place_of(error.mark) + "is not YAML: " + error.msg);
  }
}

result<json::value> yaml_to_json(std::string_view text) {
  auto document = read_yaml(text);
  if (!document) return std::unexpected(std::move(document.error()));
  return std::move(document->value);
}

int line_of(const yaml_document& document, std::string_view path) {
  for (;;) {
    if (const auto found = document.lines.find(std::string(path)); found != document.lines.end())
      return found->second;
    const auto dot = path.rfind('.');
    if (dot == path.npos) return 0;
    path = path.substr(0, dot);
  }
}

}  // namespace eeveon
