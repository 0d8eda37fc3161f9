// The manifest of an artifact: what its digest is taken over. The node derives the same bytes from what
// arrived.
//
// One entry per file or link, "type mode size sha256 path" and a NUL: type f or l, mode 755 or 644 (links:
// 777), sha256 of the content (links: of the target). Entries are sorted by their bytes. Folders, times and
// owners are not part of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"

namespace eeveon {

struct manifest_entry {
  char type = 'f';
  int mode = 644;  // as written: 644, 755, 777
  std::int64_t size = 0;
  digest content;
  std::string path;  // relative, '/' between parts
  auto operator<=>(const manifest_entry&) const = default;
};

std::string to_manifest(const std::vector<manifest_entry>& entries);  // sorts
digest artifact_digest(std::string_view manifest);
result<std::vector<manifest_entry>> parse_manifest(std::string_view text);

// Why a path cannot stand in a manifest (control characters, empty or dot parts); nullptr when it can.
const char* why_not_in_manifest(std::string_view path);

}  // namespace eeveon
