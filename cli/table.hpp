// Rows under titles, as people, spreadsheets and scripts read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon::cli {

struct table {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;
  std::size_t narrow = static_cast<std::size_t>(-1);  // so many columns; what follows is for "wide" and csv
  // The columns whose words name a row, as another verb takes them: {0, 1} where it takes PROJECT
  // ENVIRONMENT.
  std::vector<std::size_t> id = {0};
};

// How a table is laid out for people.
struct table_look {
  bool colours = false;   // of cells that are a status
  bool wide = false;      // every column, nothing shortened
  std::size_t width = 0;  // characters of a line; 0: any number. Only sentences are shortened, never a name.
};

// The columns aligned.
std::string to_text(const table& what, table_look look);
std::string to_csv(const table& what);
// What names the rows, one a line, each once.
std::string to_names(const table& what);

// Strangers write commit messages: control characters become spaces, so that nothing of theirs moves the
// cursor.
std::string plain(std::string_view text);

}  // namespace eeveon::cli
