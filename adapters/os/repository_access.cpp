#include "adapters/os/repository_access.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "adapters/os/files.hpp"
#include "adapters/os/ssh.hpp"

namespace eeveon {
namespace {

constexpr const char* config_text = R"(Host *
  UserKnownHostsFile "{keys}"
  HashKnownHosts no
  IdentityFile "{identity}"
  ControlMaster no
  ControlPath none
)";

// ssh expands % in file names.
std::string for_ssh(std::string_view path) {
  std::string out;
  for (const char c : path) out.append(c == '%' ? 2 : 1, c);
  return out;
}

// The names before the keys; those that are hashed nobody can read.
std::vector<std::string> names_in(const std::string& known_hosts) {
  std::vector<std::string> out;
  std::istringstream lines(text_of_file(known_hosts));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string names;
    words >> names;
    if (names.starts_with('@')) words >> names;
    if (names.starts_with('#') || names.starts_with('|')) continue;
    std::istringstream each(names);
    for (std::string name; std::getline(each, name, ',');) out.push_back(name);
  }
  return out;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digits = text.substr(i + 1, 2);
    if (text[i] == '%' && digits.size() == 2 &&
        digits.find_first_not_of("0123456789abcdefABCDEF") == digits.npos) {
      out += static_cast<char>(std::strtol(std::string(digits).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Of lines like https://USER:TOKEN@host, as they are written and as they are sent.
std::vector<std::string> secrets_in(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find("://");
    const auto end = line.rfind('@');
    if (begin == line.npos || end == line.npos) continue;
    const auto colon = line.find(':', begin + 3);
    if (colon == line.npos || colon > end) continue;
    out.push_back(line.substr(colon + 1, end - colon - 1));
    if (auto sent = decoded(out.back()); sent != out.back()) out.push_back(std::move(sent));
  }
  return out;
}

class files_of_the_process final : public repository_access {
 public:
  explicit files_of_the_process(git_access fixed) : fixed_(std::move(fixed)) {}

  git_access now() const override {
    auto out = fixed_;
    out.pinned = names_in(out.known_hosts);
    if (out.credentials.empty()) return out;
    struct stat about{};
    if (::stat(out.credentials.c_str(), &about) != 0) return out;
    if (!S_ISREG(about.st_mode))
      out.unused_because = "it is no plain file";
    else if ((about.st_mode & 077) != 0)
      out.unused_because = "others may read it (chmod 600)";
    else if (::access(out.credentials.c_str(), R_OK) != 0)
      out.unused_because = "Eeveon may not read it";
    else
      out.secrets = secrets_in(text_of_file(out.credentials));
    return out;
  }

 private:
  git_access fixed_;
};

}  // namespace

result<std::unique_ptr<repository_access>> os::make_repository_access(const repository_files& files) {
  git_access out;
  std::error_code error;
  out.identity = std::filesystem::absolute(files.identity, error).lexically_normal();
  if (!files.credentials.empty())
    out.credentials = std::filesystem::absolute(files.credentials, error).lexically_normal();
  for (const auto& path : {out.identity, out.credentials})
    if (path.find_first_of("\"\n\r\\$") != path.npos)
      return fail(errc::invalid, "the path of a key or of credentials must be without quotes, \\ and $",
                  path);
  const auto folder = out.identity.substr(0, out.identity.rfind('/'));
  out.known_hosts = folder + "/known_hosts";
  out.ssh_config = folder + "/repositories.conf";
  if (const char* trusted = std::getenv("GIT_SSL_CAINFO")) out.ca_file = trusted;
  auto config = fmt::format(fmt::runtime(config_text), fmt::arg("keys", for_ssh(out.known_hosts)),
                            fmt::arg("identity", for_ssh(out.identity)));
  config += ssh_restrictions;
  // Without a folder of its own a process can still serve whom needs no ssh. Processes that share a key write
  // the same.
  auto written = make_folder(folder, 0700);
  if (written && text_of_file(out.ssh_config) != config) written = replace_file(out.ssh_config, config, 0600);
  if (!written) spdlog::warn("ssh repositories cannot be reached: {}", written.error().detail);
  return std::make_unique<files_of_the_process>(std::move(out));
}

boost::asio::awaitable<result<>> make_identity(launcher& programs, std::string identity) {
  if (::access(identity.c_str(), R_OK) == 0) co_return result<>{};
  if (auto made = make_folder(identity.substr(0, identity.rfind('/')), 0700); !made) co_return made;
  program what{.argv = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "eeveon", "-f", identity}};
  what.limit = std::chrono::seconds(10);
  const auto end = co_await programs.run(std::move(what), {});
  if (!end) co_return std::unexpected(end.error());
  if (end->exit_code != 0 && ::access(identity.c_str(), R_OK) != 0)
    co_return fail(errc::io, "no key for ssh could be made in " + identity, "identity");
  co_return result<>{};
}

boost::asio::awaitable<void> os::keep_identity(launcher& programs, git_access access) {
  if (!access.unused_because.empty())
    spdlog::warn("{} is not used: {}", access.credentials, access.unused_because);
  if (const auto made = co_await make_identity(programs, access.identity); !made)
    spdlog::warn("{}", made.error().detail);
  else
    spdlog::info("logs in to repositories with the key {}.pub", access.identity);
}

}  // namespace eeveon
