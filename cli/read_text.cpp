#include "cli/read_text.hpp"

#include <array>
#include <fstream>
#include <iostream>

namespace eeveon::cli {
namespace {

constexpr std::size_t most_text = 16 << 20;  // bytes; a server takes 1 MiB, and a device has no end

// Not by iterators of the buffer: what it throws would go past the stream.
bool read_all(std::istream& in, std::string& out) {
  std::array<char, 16384> piece;
  while (out.size() <= most_text && (in.read(piece.data(), piece.size()) || in.gcount() > 0))
    out.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  return out.size() > most_text || (in.eof() && !in.bad());
}

}  // namespace

result<std::string> read_text(const std::string& file) {
  std::string out;
  std::ifstream in;
  if (file != "-") in.open(file, std::ios::binary);
  if (!read_all(file == "-" ? std::cin : in, out))
    return fail(errc::invalid, "cannot be read", file == "-" ? "standard input" : file);
  if (out.size() > most_text)
    return fail(errc::too_large, "is larger than 16 MiB", file == "-" ? "standard input" : file);
  return out;
}

}  // namespace eeveon::cli
