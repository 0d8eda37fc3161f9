#include "catalog/actions/git_failure.hpp"

#include <algorithm>
#include <array>

#include "catalog/actions/git.hpp"

namespace eeveon {
namespace {

enum class cause { other, changed_host_key, login, forbidden, missing, certificate, owner };

struct sign {
  std::string_view scheme, words;
  cause means;
};

// In this order: the first that is found decides. What is not here may be over the next time.
constexpr std::array signs{
    sign{"ssh", "REMOTE HOST IDENTIFICATION HAS CHANGED", cause::changed_host_key},
    sign{"ssh", "Host key verification failed", cause::changed_host_key},
    sign{"ssh", "Permission denied (", cause::login},
    sign{"ssh", "Repository not found", cause::missing},
    sign{"ssh", "could not be found or you don't have permission", cause::missing},
    sign{"ssh", "repository access denied", cause::missing},
    sign{"ssh", "either does not exist or you do not have access", cause::missing},
    sign{"ssh", "does not appear to be a git repository", cause::missing},
    sign{"ssh", "not a git repository", cause::missing},
    sign{"ssh", "detected dubious ownership", cause::missing},
    sign{"https", "could not read Username for", cause::login},
    sign{"https", "could not read Password for", cause::login},
    sign{"https", "Authentication failed for", cause::login},
    sign{"https", "The requested URL returned error: 401", cause::login},
    sign{"https", "The requested URL returned error: 403", cause::forbidden},
    sign{"https", "The requested URL returned error: 404", cause::missing},
    sign{"https", "not valid: is this a git repository?", cause::missing},
    sign{"https", "' not found", cause::missing},
    sign{"https", "SSL certificate problem", cause::certificate},
    sign{"https", "server certificate verification failed", cause::certificate},
    sign{"https", "no alternative certificate subject name", cause::certificate},
    sign{"https", "Problem with the SSL CA cert", cause::certificate},
    sign{"file", "detected dubious ownership", cause::owner},
    sign{"file", "does not appear to be a git repository", cause::missing},
    sign{"file", "not a git repository", cause::missing},
};

cause cause_of(const repository_url& url, std::string_view said) {
  for (const auto& one : signs)
    if (one.scheme == url.scheme() && said.find(one.words) != said.npos) return one.means;
  return cause::other;
}

// "host" or "host:port" as the URL has it.
std::string_view host_and_port(const repository_url& url) {
  std::string_view text = url.text();
  const auto scheme = text.find("://");
  if (scheme == text.npos) {  // user@host:path
    text = text.substr(0, text.find(':'));
  } else {
    text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find('/'));
  }
  return text.substr(text.find('@') + 1);
}

std::string over_ssh(cause why, const repository_url& url, const git_access& with) {
  const auto key = with.identity + ".pub";
  switch (why) {
    case cause::changed_host_key:
      return "the host key changed: " + url.host() + " does not show the one in " + with.known_hosts +
             ". If that is intended, take its old key out: ssh-keygen -R '" + known_host_name(url) + "' -f " +
             with.known_hosts;
    case cause::login: return "the login was refused: add the key in " + key + " there as a deploy key";
    default:
      return "there is no such repository, or the key in " + key +
             " may not read it: correct its address, or add the key there as a deploy key";
  }
}

std::string over_https(cause why, std::string_view said, const repository_url& url, const git_access& with) {
  // The line itself cannot be shown: what looks like a login in an address is redacted.
  const std::string host(host_and_port(url));
  const auto line = "put a line with a token for " + host + " that may read it into " + with.credentials +
                    " (mode 0600; the operator's guide shows one under Private repositories)" +
                    (with.unused_because.empty() ? "" : ", which is not used now: " + with.unused_because);
  switch (why) {
    case cause::login:
      if (said.find("could not read ") == said.npos)
        return "the login for " + host + " in " + with.credentials +
               " was refused: give it a token that is valid and may read the repository";
      return "it wants a login: " + line;
    case cause::forbidden: return "the answer is 403: " + line;
    case cause::certificate:
      return "its certificate is not trusted: have its authority among this machine's certificates, or name "
             "a file of it in GIT_SSL_CAINFO of the server's and the worker's environment";
    default: return "there is no such repository, or it is private: correct its address, or " + line;
  }
}

std::string in_a_folder(cause why, const repository_url& url) {
  if (why == cause::owner)
    return url.path() + " belongs to another user than the one Eeveon runs as, and git does not read it then";
  return "there is no git repository in " + url.path() + " on this machine, or Eeveon may not read it";
}

// ssh says why in a line of its own, before git says that it could not read.
std::string line_of(const repository_url& url, const observation& seen) {
  std::string_view rest = seen.errors;
  while (url.scheme() == "ssh" && !seen.timed_out && !rest.empty()) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (const std::string_view speaker : {"ssh: ", "Can't open ", "kex_exchange", "Connection ", "ERROR: "})
      if (line.starts_with(speaker)) return std::string(line.substr(0, 200));
  }
  return git_reason(seen);
}

}  // namespace

std::string known_host_name(const repository_url& url) {
  const auto all = host_and_port(url);
  const auto colon = all.find(':');
  if (colon == all.npos || all.substr(colon + 1) == "22") return std::string(all.substr(0, colon));
  return "[" + std::string(all.substr(0, colon)) + "]" + std::string(all.substr(colon));
}

failure explain_git(const repository_url& url, const observation& seen, const git_access& access) {
  const auto why = seen.timed_out ? cause::other : cause_of(url, seen.errors);
  std::string detail;
  if (why == cause::other)
    detail = url.text() + " cannot be read now: " + line_of(url, seen);
  else if (url.scheme() == "ssh")
    detail = url.text() + ": " + over_ssh(why, url, access);
  else if (url.scheme() == "https")
    detail = url.text() + ": " + over_https(why, seen.errors, url, access);
  else
    detail = url.text() + ": " + in_a_folder(why, url);
  // A host may say back what it was sent.
  for (const auto& secret : access.secrets)
    for (auto at = detail.find(secret); secret.size() > 3 && at != detail.npos;
         at = detail.find(secret, at + 1))
      detail.replace(at, secret.size(), "[]");
  return {why == cause::other ? errc::unavailable : errc::invalid, std::move(detail), "repository"};
}

gave_up not_reached(const repository_url& url, const observation& seen, const git_access& access) {
  auto why = explain_git(url, seen, access);
  return {std::move(why.detail), why.code == errc::invalid};
}

std::string newly_pinned(std::string_view errors, const git_access& access) {
  constexpr std::string_view before = "Warning: Permanently added '";
  const auto begin = errors.find(before);
  if (begin == errors.npos || access.known_hosts.empty()) return {};
  const auto rest = errors.substr(begin + before.size());
  const auto host = rest.substr(0, rest.find('\''));
  if (host.size() > 300) return {};
  return "the host key that " + std::string(host) + " showed is trusted from now on: it stands in " +
         access.known_hosts + ", and `ssh-keygen -lf` of that file shows its fingerprint";
}

}  // namespace eeveon
