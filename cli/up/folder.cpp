#include "cli/up/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "core/base/digest.hpp"

namespace eeveon::up {
namespace {

constexpr std::uintmax_t log_limit = 32 << 20;  // bytes; a longer log becomes NAME.log.1 at the next start

failure io_failure(const fs::path& path) { return {errc::io, std::strerror(errno), path.string()}; }

result<> make_folder(const fs::path& path, unsigned mode) {
  if (mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return {};
  return std::unexpected(io_failure(path));
}

void turn_logs_over(const fs::path& logs) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(logs, ignored))
    if (entry.path().extension() == ".log" && entry.file_size(ignored) > log_limit)
      fs::rename(entry.path(), entry.path().string() + ".1", ignored);
}

}  // namespace

result<std::unique_ptr<folder>> folder::open(const fs::path& root) {
  std::error_code error;
  fs::create_directories(root, error);
  if (error) return fail(errc::invalid, "the data folder cannot be made: " + error.message(), root.string());
  std::unique_ptr<folder> out(new folder);
  out->root_ = fs::canonical(root, error);
  if (error) return fail(errc::invalid, "the data folder cannot be used: " + error.message(), root.string());
  // Nobody else needs to look inside; but PostgreSQL, which refuses root, must be able to walk through.
  chmod(out->root_.c_str(), geteuid() == 0 ? 0711 : 0700);
  out->mark_ = to_hex(sha256(out->root_.string())).substr(0, 8);

  out->lock_ = ::open(out->at("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (out->lock_ < 0)
    return fail(errc::invalid, "the data folder cannot be written: " + std::string(std::strerror(errno)),
                out->root_.string());
  if (flock(out->lock_, LOCK_EX | LOCK_NB) != 0) {
    const auto holder = cli::read_line_of(out->at("lock")), address = cli::read_line_of(out->at("ready"));
    return fail(errc::conflict,
                fmt::format("eeveon is running on {} already (process {}{}{}); --data names another folder",
                            out->root_.string(), holder, address.empty() ? "" : ", ", address));
  }
  const auto pid = std::to_string(getpid()) + "\n";
  if (ftruncate(out->lock_, 0) != 0 || write(out->lock_, pid.data(), pid.size()) < 0)
    return std::unexpected(io_failure(out->at("lock")));
  out->unset_ready();  // of a life that ended without saying so

  for (const auto* name : {"logs", "server", "worker", "redis"})
    if (auto made = make_folder(out->at(name), 0700); !made) return std::unexpected(made.error());
  turn_logs_over(out->at("logs"));
  if (auto made = out->make_sockets(); !made) return std::unexpected(made.error());
  return out;
}

result<> folder::make_sockets() {
  const bool root = geteuid() == 0;
  sockets_ = root && access("/run", W_OK) == 0 ? "/run/eeveon-" + mark_
                                               : fmt::format("/tmp/eeveon-{}-{}", geteuid(), mark_);
  if (auto made = make_folder(sockets_, root ? 0711 : 0700); !made) return made;
  // Whoever may write into /tmp could have made it first and would then be between us and the database.
  struct stat found{};
  if (lstat(sockets_.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid() ||
      (found.st_mode & 022) != 0)
    return fail(errc::refused, "is not a folder that only we may write: remove it", sockets_.string());
  return {};
}

folder::~folder() {
  if (lock_ >= 0) close(lock_);
}

void folder::set_ready(const std::string& url) {
  unset_ready();
  ready_ = memfd_create("ready", MFD_CLOEXEC);
  const auto text = url + "\n", target = fmt::format("/proc/{}/fd/{}", getpid(), ready_);
  if (ready_ < 0 || write(ready_, text.data(), text.size()) < 0 ||
      symlink(target.c_str(), at("ready").c_str()) != 0)
    cli::say(fmt::format("eeveon: {} cannot be made: {}\n", at("ready").string(), std::strerror(errno)));
}

void folder::unset_ready() {
  unlink(at("ready").c_str());
  if (ready_ >= 0) close(ready_);
  ready_ = -1;
}

result<std::string> keep_secret(const fs::path& file) {
  if (auto known = cli::read_line_of(file); !known.empty()) return known;
  auto made = to_hex(random_bytes(32));
  if (auto written = write_file(file, made + "\n", 0600); !written) return std::unexpected(written.error());
  return made;
}

result<> write_file(const fs::path& file, std::string_view text, unsigned mode) {
  const auto next = file.string() + ".new";
  const int out = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
  if (out < 0) return std::unexpected(io_failure(file));
  const bool good = write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                    fchmod(out, mode) == 0 && fsync(out) == 0;
  close(out);
  if (!good || rename(next.c_str(), file.c_str()) != 0) return std::unexpected(io_failure(file));
  return {};
}

}  // namespace eeveon::up
