#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "cli/demo/node.hpp"

namespace eeveon::cli::demo {
namespace {

constexpr off_t largest = 64 << 20;  // bytes; a demo has no larger files

std::string type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, const char*>, 9> types{
      {{".html", "text/html; charset=utf-8"},
       {".css", "text/css"},
       {".js", "text/javascript"},
       {".json", "application/json"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".txt", "text/plain; charset=utf-8"},
       {".ico", "image/x-icon"}}};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return path.find('.') == path.npos ? "text/plain; charset=utf-8" : "application/octet-stream";
}

// "/a%20b?x" -> "a b"; empty when it is not a plain path without hidden parts.
std::string path_of(std::string_view target) {
  target = target.substr(0, target.find_first_of("?#"));
  std::string out;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] != '%') {
      out += target[i];
      continue;
    }
    if (i + 2 >= target.size() || !std::isxdigit(target[i + 1]) || !std::isxdigit(target[i + 2])) return {};
    out += static_cast<char>(std::stoi(std::string(target.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  if (!out.starts_with('/') || out.find("/.") != out.npos || out.find('\0') != out.npos) return {};
  if (out.ends_with('/')) out += "index.html";
  return out.substr(1);
}

// The kernel itself keeps the way below the folder, whatever symlinks a release brings.
int open_below(const std::string& root, const std::string& path) {
  const int folder = open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const int file = static_cast<int>(syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
  close(folder);
  return file;
}

}  // namespace

file_answer read_live_file(const std::string& root, std::string_view target) {
  const file_answer missing{404, "text/plain; charset=utf-8", "not found\n"};
  const auto path = path_of(target);
  if (path.empty()) return missing;
  const int file = open_below(root, "current/" + path);
  if (file < 0) return missing;
  struct stat found{};
  file_answer out{200, type_of(path), {}};
  if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode) || found.st_size > largest) {
    close(file);
    return missing;
  }
  out.body.resize(static_cast<std::size_t>(found.st_size));
  std::size_t have = 0;
  for (ssize_t got = 0;
       have < out.body.size() && (got = read(file, out.body.data() + have, out.body.size() - have)) > 0;)
    have += static_cast<std::size_t>(got);
  out.body.resize(have);
  close(file);
  return out;
}

}  // namespace eeveon::cli::demo
