#include "cli/read_text.hpp"

#include <array>
#include <fstream>
#include <iostream>

namespace eeveon::cli {
namespace {

// Not by iterators of the buffer: what it throws would go past the stream.
bool read_all(std::istream& in, std::string& out) {
  std::array<char, 16384> piece;
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0)
    out.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  return in.eof() && !in.bad();
}

}  // namespace

result<std::string> read_text(const std::string& file) {
  std::string out;
  std::ifstream in;
  if (file != "-") in.open(file, std::ios::binary);
  if (!read_all(file == "-" ? std::cin : in, out))
    return fail(errc::invalid, "cannot be read", file == "-" ? "standard input" : file);
  return out;
}

}  // namespace eeveon::cli
