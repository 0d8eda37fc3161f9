#include "catalog/actions/git.hpp"

#include <algorithm>

#include "catalog/actions/git_failure.hpp"

namespace eeveon {

result<repository_url> allowed_repository(std::string_view url, const std::vector<std::string>& file_roots) {
  auto parsed = repository_url::parse(url);
  if (!parsed || parsed->scheme() != "file") return parsed;
  const bool below = std::any_of(file_roots.begin(), file_roots.end(),
                                 [&](const auto& root) { return is_below(parsed->path(), root); });
  if (!below)
    return fail(errc::refused,
                "file: repositories are accepted only below the folders the operator named (--file-root)",
                "repository");
  return parsed;
}

namespace {

// For the shell that git gives its ssh command and its credential helper to: nothing in a path is more than a
// letter.
std::string quoted(std::string_view path) {
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string ssh_command(const repository_url& url, const git_access& access) {
  // A host that has shown a key may not come with another, not even with one of another type, which ssh would
  // take for the first of its kind.
  const auto name = known_host_name(url);
  const bool known = std::find(access.pinned.begin(), access.pinned.end(), name) != access.pinned.end();
  return "ssh -F " + quoted(access.ssh_config) + " -oStrictHostKeyChecking=" + (known ? "yes" : "accept-new");
}

// Named, not looked for: a repository around the worker's folder is not ours.
std::string in_mirror(const std::string& mirror) { return "--git-dir=" + mirror; }

// A pack comes into being at once and is on the disk before a ref tells of it; single objects are neither by
// themselves. Nor is a ref.
run_program fetch(const std::string& mirror, const repository_url& url, std::vector<std::string> options,
                  std::vector<std::string> wanted, const step_context& context) {
  std::vector<std::string> words{in_mirror(mirror),
                                 "-c",
                                 "fetch.unpackLimit=1",
                                 "-c",
                                 "core.fsync=committed,reference",
                                 "fetch",
                                 "--quiet",
                                 "--no-tags",
                                 "--no-recurse-submodules",
                                 "--no-write-fetch-head",
                                 "--update-shallow"};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"--end-of-options", url.text()});
  words.insert(words.end(), wanted.begin(), wanted.end());
  return git_program_for(url, std::move(words), context.git, std::chrono::minutes(10));
}

}  // namespace

run_program git_program(std::vector<std::string> words, std::chrono::milliseconds limit) {
  run_program out;
  out.argv = {"git",
              "-c",
              "protocol.ext.allow=never",
              "-c",
              "core.hooksPath=/dev/null",
              "-c",
              "core.fsmonitor=false",
              "-c",
              "safe.directory=*",
              "-c",
              "submodule.recurse=false",
              "-c",
              "gc.auto=0"};
  out.argv.insert(out.argv.end(), std::make_move_iterator(words.begin()),
                  std::make_move_iterator(words.end()));
  out.variables = {{"GIT_TERMINAL_PROMPT", "0"},       {"GIT_CONFIG_NOSYSTEM", "1"},
                   {"GIT_CONFIG_GLOBAL", "/dev/null"}, {"GIT_LFS_SKIP_SMUDGE", "1"},
                   {"GIT_ASKPASS", "/bin/false"},      {"GIT_SSH_COMMAND", "/bin/false"}};
  out.limit = limit;
  return out;
}

run_program git_program_for(const repository_url& url, std::vector<std::string> words,
                            const git_access& access, std::chrono::milliseconds limit) {
  auto out = git_program(std::move(words), limit);
  if (url.scheme() == "ssh" && !access.ssh_config.empty()) {
    out.variables["GIT_SSH_COMMAND"] = ssh_command(url, access);
    out.variables["GIT_SSH_VARIANT"] = "ssh";
  }
  if (url.scheme() != "https") return out;
  if (!access.ca_file.empty()) out.variables["GIT_SSL_CAINFO"] = access.ca_file;
  if (!access.credentials.empty() && access.unused_because.empty()) {
    // It is asked and never told: git would take a login out of the operator's file that was refused once.
    out.variables["GIT_CONFIG_COUNT"] = "1";
    out.variables["GIT_CONFIG_KEY_0"] = "credential.helper";
    out.variables["GIT_CONFIG_VALUE_0"] =
        "!f() { test \"$1\" != get || git credential-store --file=" + quoted(access.credentials) +
        " get; }; f";
  }
  return out;
}

run_program ls_remote(const repository_url& url, const git_ref& ref, const git_access& access) {
  return git_program_for(
      url, {"ls-remote", "--exit-code", "--end-of-options", url.text(), ref.text(), ref.text() + "^{}"},
      access, std::chrono::seconds(30));
}

std::string mirror_of(const step_context& context, const repository_url& url) {
  return context.data + "/git/" + to_hex(sha256(url.text())).substr(0, 24) + ".git";
}

run_program git_in(const std::string& mirror, std::vector<std::string> words,
                   std::chrono::milliseconds limit) {
  words.insert(words.begin(), in_mirror(mirror));
  return git_program(std::move(words), limit);
}

std::string ref_of(const commit_id& commit) { return "refs/eeveon/commits/" + commit.text(); }

run_program fetch_ref(const std::string& mirror, const repository_url& url, const git_ref& ref,
                      const step_context& context) {
  return fetch(mirror, url, {}, {ref.text()}, context);
}

run_program fetch_commit(const std::string& mirror, const repository_url& url, const commit_id& commit,
                         const step_context& context) {
  return fetch(mirror, url, {}, {commit.text() + ":" + ref_of(commit)}, context);
}

// Branches that are gone make way for those that are named like folders of theirs.
run_program fetch_all(const std::string& mirror, const repository_url& url, const step_context& context) {
  return fetch(mirror, url, {"--prune"}, {"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}, context);
}

// What no ref holds, such as a base that was fetched for a look, goes into a pack of its own instead of as
// many files, and after two weeks away.
run_program collect_garbage(const std::string& mirror) {
  return git_in(mirror,
                {"-c", "gc.auto=6700", "-c", "gc.autoDetach=false", "-c", "gc.cruftPacks=true", "gc",
                 "--auto", "--quiet"},
                std::chrono::hours(1));
}

std::string head_in(std::string_view output, std::string_view ref) {
  std::string head, peeled;
  while (!output.empty()) {
    const auto line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), line.size() + 1));
    const auto tab = line.find('\t');
    if (tab == line.npos || !commit_id::parse(line.substr(0, tab))) continue;
    const auto name = line.substr(tab + 1);
    if (name == ref)
      head = line.substr(0, tab);
    else if (name == std::string(ref) + "^{}")
      peeled = line.substr(0, tab);
  }
  return peeled.empty() ? head : peeled;
}

namespace {

// What git says of a full disk on this side; it goes on to complain of what came of that.
std::string_view full_disk(std::string_view said) {
  while (!said.empty()) {
    auto line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(said.size(), line.size() + 1));
    if (line.starts_with("remote: ") || line.find("No space left on device") == line.npos) continue;
    if (line.starts_with("fatal: ") || line.starts_with("error: ")) line.remove_prefix(7);
    return line;
  }
  return {};
}

// The last line that git marks.
std::string_view decisive_line(std::string_view said) {
  for (const std::string_view mark : {"fatal: ", "error: ", "remote: "})
    if (const auto at = said.rfind(mark); at != said.npos) {
      said.remove_prefix(at + mark.size());
      break;
    }
  return said.substr(0, said.find('\n'));
}

}  // namespace

std::string git_reason(const observation& seen) {
  if (seen.timed_out) return "git did not come to an end in time";
  const auto full = full_disk(seen.errors);
  const auto line = full.empty() ? decisive_line(seen.errors) : full;
  if (line.empty()) return "git ended with " + std::to_string(seen.code);
  return (full.empty() ? "git: " : "no space is left on the disk here: git: ") +
         std::string(line.substr(0, 200));
}

}  // namespace eeveon
