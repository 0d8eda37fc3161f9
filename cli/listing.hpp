// Lists of the API that are shown a page at a time: as a table that ends with how to go on, as JSON or YAML,
// or as the file that the server makes of them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/print.hpp"

namespace eeveon::cli {

struct listing {
  std::string_view verb;  // that has asked, as it is called
  std::string_view path;
  std::string_view rows;  // where they stand in the answer
  // Parameter of the query, and the word of the command line that gives it; besides those of every list:
  // PROJECT, ENVIRONMENT, limit and after.
  std::vector<std::pair<std::string_view, std::string_view>> query;
  std::vector<std::pair<std::string, std::string>> besides;  // of the query, said otherwise
  // Options that stand for them, said again for the next page; of a flag the value is empty.
  std::vector<std::pair<std::string_view, std::string>> again;
  std::vector<std::string> titles;
  std::vector<std::string> (*row)(const json::value&);
  std::size_t narrow = static_cast<std::size_t>(-1);  // as of a table
  std::vector<std::size_t> id = {0};
  bool exported = true;  // the server makes the file for spreadsheets, with more than the table shows
};

// Words PROJECT and ENVIRONMENT are looked up when nothing is found: perhaps there is no such place.
int show_page(invocation& asked, const listing& what);

// What was asked, said again for what comes behind it: "eeveon history shop --limit 5 --after 77".
std::string next_page(const invocation& asked, const listing& what, const std::string& after);

}  // namespace eeveon::cli
