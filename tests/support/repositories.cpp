#include "tests/support/repositories.hpp"

#include <signal.h>

#include <filesystem>

#include "tests/support/child.hpp"

namespace eeveon::test {

served_repository::served_repository() : folder(make_folder("repositories")) {
  const auto work = folder + "/work", bare = folder + "/git/shop.git";
  std::filesystem::create_directories(folder + "/git");
  run_child({"git", "init", "-q", "--bare", "-b", "main", bare});
  run_child({"git", "clone", "-q", bare, folder + "/git/forbidden.git", "--bare"});
  run_child({"git", "init", "-q", "-b", "main", work});
  write_file(work + "/index.html", "hello");
  run_child({"git", "-C", work, "add", "-A"});
  run_child({"git", "-C", work, "-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "-q",
             "-m", "Say hello"});
  run_child({"git", "-C", work, "push", "-q", bare, "HEAD:refs/heads/main"});
  commit = read_file(work + "/.git/refs/heads/main");
  commit.pop_back();
}

served_repository::~served_repository() {
  daemon.reset();
  end_child(https_pid_, SIGKILL);
  remove_folder(folder);
}

void served_repository::serve_ssh(const std::string& key) {
  daemon = std::make_unique<sshd>(folder + "/sshd", key);
}

void served_repository::serve_https() {
  certificate = folder + "/certificate.pem";
  run_child({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
             folder + "/certificate.key", "-out", certificate});
  const auto told = folder + "/https-port";
  https_pid_ =
      start_child({"python3", EEVEON_TEST_DATA "/../support/git_over_https.py", folder, "eve:se:same", told},
                  folder + "/https.log");
  wait_until("https", [](const std::string& path) { return !read_file(path).empty(); }, told);
  https_port_ = read_file(told);
}

std::string served_repository::over_ssh() const {
  return "ssh://" + user_name() + "@127.0.0.1:" + std::to_string(daemon->port()) + folder + "/git/shop.git";
}
std::string served_repository::over_https(const std::string& name) const {
  return "https://127.0.0.1:" + https_port_ + "/" + name;
}
std::string served_repository::credentials_line(const std::string& token) const {
  return "https://eve:" + token + "@127.0.0.1:" + https_port_ + "\n";
}

}  // namespace eeveon::test
