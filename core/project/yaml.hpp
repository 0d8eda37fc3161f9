// YAML to JSON, for specs and .eeveon.yaml. Declared here, implemented with yaml-cpp in adapters/yaml.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// Plain scalars become numbers, booleans or null as in YAML 1.2's core schema; quoted ones stay strings. Duplicate
// keys, aliases and documents beyond 1 MiB or depth 32 are errc::invalid with line and column.
result<boost::json::value> yaml_to_json(std::string_view text);

}  // namespace eeveon
