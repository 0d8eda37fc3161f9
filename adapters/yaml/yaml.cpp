#include "core/project/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <charconv>
#include <set>

namespace eeveon {
namespace {

namespace json = boost::json;

struct bad_yaml {
  std::string what;
  YAML::Mark mark;
};

json::value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::string(text);  // quoted
  if (text.empty() || text == "~" || text == "null") return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  if (const auto [stop, error] = std::from_chars(text.data(), end, whole); error == std::errc{} && stop == end)
    return whole;
  return json::string(text);
}

json::value convert(const YAML::Node& node, int depth) {
  if (depth > 32) throw bad_yaml{"is nested deeper than 32 levels", node.Mark()};
  switch (node.Type()) {
    case YAML::NodeType::Scalar: return scalar(node);
    case YAML::NodeType::Sequence: {
      json::array out;
      for (const auto& item : node) out.push_back(convert(item, depth + 1));
      return out;
    }
    case YAML::NodeType::Map: {
      json::object out;
      for (const auto& pair : node) {
        if (!pair.first.IsScalar()) throw bad_yaml{"has a key that is not a word", pair.first.Mark()};
        const auto& key = pair.first.Scalar();
        if (out.contains(key)) throw bad_yaml{"names the key '" + key + "' twice", pair.first.Mark()};
        out[key] = convert(pair.second, depth + 1);
      }
      return out;
    }
    default: return nullptr;
  }
}

}  // namespace

result<json::value> yaml_to_json(std::string_view text) {
  if (text.size() > 1 << 20) return fail(errc::too_large, "YAML larger than 1 MiB");
  if (text.find("\n*") != text.npos || text.find(": *") != text.npos || text.find("- *") != text.npos)
    return fail(errc::invalid, "YAML aliases (*name) are not accepted: write the value out");
  const auto place = [](const YAML::Mark& mark) {
    return mark.is_null() ? std::string{} : "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1) + " ";
  };
  try {
    const auto documents = YAML::LoadAll(std::string(text));
    if (documents.size() > 1) return fail(errc::invalid, "more than one YAML document: keep one per file");
    return documents.empty() ? json::value(json::object{}) : convert(documents.front(), 0);
  } catch (const bad_yaml& error) {
    return fail(errc::invalid, place(error.mark) + error.what);
  } catch (const YAML::Exception& error) {
    return fail(errc::invalid, place(error.mark) + "is not YAML: " + error.msg);
  }
}

}  // namespace eeveon
