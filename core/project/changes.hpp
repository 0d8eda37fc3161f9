// What is different between two specs, field by field.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace eeveon {

namespace json = boost::json;

struct field_change {
  std::string field;          // "environments.production.queue"
  json::value before, after;  // null: it is not there
};

// Mappings are looked into, everything else counts as one; in the order of `after`, what is gone comes last.
std::vector<field_change> changes_between(const json::object& before, const json::object& after);

}  // namespace eeveon
