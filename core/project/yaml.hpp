// YAML to JSON, for specs and .eeveon.yaml. Declared here, implemented with yaml-cpp in adapters/yaml.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// Plain true, false, null and whole numbers become what they say (5, not 007 or 1.50); all else stays text.
// Duplicate keys, aliases, depth beyond 32 and a second document are errc::invalid with line and column; 1
// MiB is the most.
result<boost::json::value> yaml_to_json(std::string_view text);

struct yaml_document {
  boost::json::value value;
  std::map<std::string, int> lines;  // of each key by its path, as "environments.production.nodes"
};
// The same, with the line that each key stands on.
result<yaml_document> read_yaml(std::string_view text);
// The line of `path`, or of the nearest key around it that is there; 0 when there is none.
int line_of(const yaml_document& document, std::string_view path);

}  // namespace eeveon
