#include "adapters/os/artifact_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "adapters/blocking/pool.hpp"
#include "adapters/os/files.hpp"
#include "adapters/os/tree_walk.hpp"
#include "core/release/manifest.hpp"

namespace eeveon {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::unexpected<failure> no(const std::string& path) {
  const auto code = errno == ENOSPC ? errc::refused : errc::io;
  return fail(code, path + " cannot be written on the worker: " + std::strerror(errno), path);
}

// Whatever is used stays: its folder's time says when it last was.
void mark_used(const std::string& artifact) { utimensat(AT_FDCWD, artifact.c_str(), nullptr, 0); }

// Until when somebody waits for a packing.
struct patience {
  explicit patience(std::chrono::milliseconds limit) : until(std::chrono::steady_clock::now() + limit) {}
  result<> go_on() const {
    if (cancelled) return fail(errc::cancelled, "packing was cancelled", "pack");
    if (std::chrono::steady_clock::now() >= until)
      return fail(errc::timed_out, "packing did not end in time", "pack");
    return {};
  }
  const std::chrono::steady_clock::time_point until;
  std::atomic<bool> cancelled = false;
};

// Makes one artifact in a folder of its own beside the finished ones; gone with it unless it was put in
// place.
class packing {
 public:
  packing(std::string data, artifact_limits limits, const patience& waiting)
      : data_(std::move(data)), limits_(limits), waiting_(waiting) {
    static std::atomic<int> number = 0;
    work_ = data_ + "/artifacts/.new-" + std::to_string(getpid()) + '-' + std::to_string(++number);
  }
  ~packing() {
    std::error_code ignored;
    fs::remove_all(work_, ignored);
  }

  result<packed_artifact> pack(const pack_request& what) {
    auto root = open_folder(what.root);
    if (!root && root.error().code == errc::not_found)
      return fail(errc::refused, "the run's work folder is not on this worker", "pack");
    if (!root) return std::unexpected(root.error());
    auto folder = open_folder_below(std::move(*root), what.output);
    if (!folder) return std::unexpected(folder.error());
    auto lines = ignored(*folder, what.ignore);
    if (!lines) return std::unexpected(lines.error());
    for (const auto& path : {data_ + "/objects", work_ + "/tree"})
      if (auto made = make_folder(path, 0755); !made) return std::unexpected(made.error());
    const auto walked = walk_tree(
        std::move(*folder), ignore_rules(*lines), limits_.depth, [this] { return waiting_.go_on(); },
        [this](const found_file& f) { return add(f); });
    if (!walked) return std::unexpected(walked.error());
    if (entries_.empty())
      return fail(errc::refused, "there is nothing to deploy: every file was left out", "pack");
    out_.manifest = to_manifest(entries_);
    out_.id = artifact_digest(out_.manifest);
    out_.files = static_cast<std::int64_t>(entries_.size());
    return put_in_place();
  }

 private:
  // A file that is there and cannot be read is a failure: what it keeps back must never be deployed.
  result<std::string> ignored(const open_fd& folder, const std::vector<std::string>& more) const {
    std::string lines;
    if (auto text = read_file_in(folder, ".deployignore", 1 << 20))
      lines = std::move(*text);
    else if (text.error().code != errc::not_found)
      return text;
    // A pattern that were skipped would let out what it keeps back.
    if (const auto at = overlong_pattern(lines)) return overlong(".deployignore, line " + std::to_string(at));
    if (!lines.empty() && !lines.ends_with('\n')) lines += '\n';
    for (const auto& line : more) {
      if (overlong_pattern(line))
        return overlong("ignore, pattern " + std::to_string(&line - more.data() + 1));
      lines += line + '\n';
    }
    if (std::count(lines.begin(), lines.end(), '\n') > limits_.ignore_lines)
      return fail(errc::too_large,
                  ".deployignore and the recipe's ignore have more than " +
                      std::to_string(limits_.ignore_lines) + " lines",
                  ".deployignore");
    return ".deployignore\n" + lines;
  }

  static std::unexpected<failure> overlong(const std::string& where) {
    return fail(errc::too_large, where + " is longer than 1000 characters", where);
  }

  result<> add(const found_file& found) {
    if (static_cast<std::int64_t>(entries_.size()) >= limits_.files)
      return fail(errc::too_large, "an artifact may have at most " + std::to_string(limits_.files) + " files",
                  "pack");
    const auto to = work_ + "/tree/" + found.path;
    if (const auto parent = to.substr(0, to.rfind('/')); made_.insert(parent).second)
      if (auto done = make_folder(parent, 0755); !done) return done;
    if (found.fd < 0) {
      if (symlink(found.link_target.c_str(), to.c_str()) != 0) return no(to);
      entries_.push_back({'l', 777, static_cast<std::int64_t>(found.link_target.size()),
                          sha256(found.link_target), found.path});
      return {};
    }
    auto content = copy(found);
    if (!content) return std::unexpected(content.error());
    const auto object = data_ + "/objects/" + to_hex(content->content) + (found.executable ? "-755" : "-644");
    // The first file with this content gives the object; a later one is dropped for it, unless the object has
    // as many names as the file system allows: then it starts a new object. One that is cleaned away between
    // the two is given anew.
    for (int tries = 0;; ++tries) {
      if (link(fresh().c_str(), object.c_str()) != 0 && errno != EEXIST) return no(object);
      if (link(object.c_str(), to.c_str()) == 0) break;
      if (errno == ENOENT && tries < 3) continue;
      if (errno != EMLINK || rename(fresh().c_str(), object.c_str()) != 0 ||
          link(object.c_str(), to.c_str()) != 0)
        return no(to);
      break;
    }
    unlink(fresh().c_str());
    entries_.push_back(std::move(*content));
    return {};
  }

  // Reads once: the bytes that are hashed are the bytes that are kept.
  result<manifest_entry> copy(const found_file& found) {
    const int to = open(fresh().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) return no(fresh());
    sha256_stream hash;
    manifest_entry entry{.mode = found.executable ? 755 : 644, .path = found.path};
    result<> done;
    for (ssize_t count; done && (count = read(found.fd, buffer_.data(), buffer_.size())) != 0;) {
      if (count < 0) {
        done = fail(errc::io, found.path + " cannot be read: " + std::strerror(errno), found.path);
      } else if (done = waiting_.go_on(); !done) {
        break;
      } else if ((out_.bytes += count) > limits_.bytes) {
        done = fail(errc::too_large,
                    "an artifact may have at most " + std::to_string(limits_.bytes >> 20) + " MiB", "pack");
      } else if (write(to, buffer_.data(), static_cast<std::size_t>(count)) != count) {
        done = no(fresh());
      } else {
        hash.update(std::string_view(buffer_.data(), static_cast<std::size_t>(count)));
        entry.size += count;
      }
    }
    if (done && fchmod(to, found.executable ? 0755 : 0644) != 0) done = no(fresh());
    close(to);
    if (!done) return std::unexpected(done.error());
    entry.content = hash.finish();
    return entry;
  }

  result<packed_artifact> put_in_place() {
    if (auto wrote = replace_file(work_ + "/manifest", out_.manifest, 0644); !wrote)
      return std::unexpected(wrote.error());
    const int folder = open(work_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && syncfs(folder) == 0;
    if (folder >= 0) close(folder);
    if (!synced) return no(work_);
    const auto place = data_ + "/artifacts/" + to_hex(out_.id);
    if (rename(work_.c_str(), place.c_str()) != 0 && errno != ENOTEMPTY && errno != EEXIST) return no(place);
    mark_used(place);
    return std::move(out_);
  }

  std::string fresh() const { return work_ + "/fresh"; }

  std::string data_, work_;
  artifact_limits limits_;
  const patience& waiting_;
  packed_artifact out_;
  std::vector<manifest_entry> entries_;
  std::set<std::string> made_;
  std::string buffer_ = std::string(1 << 18, '\0');
};

// Cleaning of artifacts that nobody needs, and of the files that no artifact needs any more.
class cleaning {
 public:
  cleaning(const std::string& data, std::chrono::seconds quiet) : data_(data), quiet_(quiet) {}

  result<std::vector<digest>> unused() const {
    std::vector<digest> out;
    std::error_code error;
    for (fs::directory_iterator at(data_ + "/artifacts", error), end; !error && at != end;
         at.increment(error))
      if (const auto id = parse_digest(at->path().filename().string()); id && is_quiet(at->path()))
        out.push_back(*id);
    if (error) return fail(errc::io, "the artifacts cannot be listed: " + error.message(), "artifacts");
    std::sort(out.begin(), out.end());
    return out;
  }

  result<> remove(const std::vector<digest>& which) const {
    std::error_code error;
    for (const auto& id : which) {
      const auto place = data_ + "/artifacts/" + to_hex(id);
      // Out of sight first: half an artifact must not be found under its name.
      if (is_quiet(place)) fs::rename(place, data_ + "/artifacts/.gone-" + to_hex(id), error);
    }
    for (const auto& path : entries(data_ + "/artifacts"))
      if (const auto name = path.filename().string();
          name.starts_with(".gone-") || (name.starts_with(".new-") && is_quiet(path)))
        fs::remove_all(path, error);
    // A packing that wants the same content at this moment links it, or gives it anew.
    for (const auto& path : entries(data_ + "/objects"))
      if (fs::hard_link_count(path, error) == 1 && !error && is_quiet(path)) fs::remove(path, error);
    if (error) return fail(errc::io, "artifacts cannot be removed: " + error.message(), "artifacts");
    return {};
  }

 private:
  static std::vector<fs::path> entries(const std::string& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      out.push_back(at->path());
    return out;
  }
  bool is_quiet(const fs::path& path) const {
    struct stat about;
    return lstat(path.c_str(), &about) == 0 && time(nullptr) - about.st_mtime >= quiet_.count();
  }

  std::string data_;
  std::chrono::seconds quiet_;
};

struct nothing {};
class folder_artifact_store final : public artifact_store {
 public:
  folder_artifact_store(asio::any_io_executor io, std::string data, artifact_limits limits)
      : data_(std::move(data)), limits_(limits), thread_(std::move(io), 1, {1h, "a disk"}) {}

  asio::awaitable<result<packed_artifact>> pack(pack_request what) override {
    const auto waiting = std::make_shared<patience>(what.limit);
    if (auto slot = (co_await asio::this_coro::cancellation_state).slot(); slot.is_connected())
      slot.assign([waiting](asio::cancellation_type) { waiting->cancelled = true; });
    auto call = [data = data_, limits = limits_, what, waiting](nothing&) {
      return packing(data, limits, *waiting).pack(what);
    };
    co_return co_await thread_.run({what.limit + 10s, "a disk"}, std::move(call));
  }

  result<std::string> tree(const digest& id) override {
    const auto path = data_ + "/artifacts/" + to_hex(id) + "/tree";
    if (access(path.c_str(), R_OK) != 0)
      return fail(errc::not_found, "this worker does not have the artifact " + to_hex(id).substr(0, 12),
                  "artifact");
    mark_used(data_ + "/artifacts/" + to_hex(id));
    return path;
  }

  asio::awaitable<result<std::vector<digest>>> unused_for(std::chrono::seconds quiet) override {
    auto call = [data = data_, quiet](nothing&) { return cleaning(data, quiet).unused(); };
    co_return co_await thread_.run(std::move(call));
  }

  asio::awaitable<result<>> remove(std::vector<digest> which, std::chrono::seconds quiet) override {
    auto call = [data = data_, quiet, which = std::move(which)](nothing&) {
      return cleaning(data, quiet).remove(which);
    };
    co_return co_await thread_.run(std::move(call));
  }

 private:
  std::string data_;
  artifact_limits limits_;
  blocking::pool<nothing> thread_;
};

}  // namespace

std::unique_ptr<artifact_store> os::make_artifact_store(asio::any_io_executor executor, std::string data,
                                                        artifact_limits limits) {
  return std::make_unique<folder_artifact_store>(std::move(executor), std::move(data), limits);
}

}  // namespace eeveon
