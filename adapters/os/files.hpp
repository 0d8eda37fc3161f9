// Small files and folders written so that a crash leaves the old or the new one.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

result<> make_folder(const std::string& path, mode_t mode);  // with its parents; fine when it is there
// Two levels, both ours and closed to everybody else: what another user has put there before is refused.
result<> make_private_folder(const std::string& path);
// Writes beside, syncs, renames over `path`, syncs the folder.
result<> replace_file(const std::string& path, std::string_view text, mode_t mode);
// At most `cap` bytes; not_found, or too_large beyond it.
result<std::string> read_whole_file(const std::string& path, std::size_t cap);

}  // namespace eeveon
