// YAML to JSON, for specs and .eeveon.yaml. Declared here, implemented with yaml-cpp in adapters/yaml.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// Plain true, false, null and whole numbers become what they say (5, not 007 or 1.50); all else stays text.
// Duplicate keys, aliases, depth beyond 32 and a second document are errc::invalid with line and column; 1
// MiB is the most.
result<boost::json::value> yaml_to_json(std::string_view text);

}  // namespace eeveon
