#include "core/release/links.hpp"

namespace eeveon {
namespace {

constexpr int max_links = 40;  // Linux follows no more on one way

void leave_last(std::string& path) {
  const auto slash = path.rfind('/');
  path.resize(slash == std::string::npos ? 0 : slash);
}

}  // namespace

const char* link_tree::why_not(std::string_view path) const {
  std::string at(path);    // where the way has come to; "" is the tree itself
  std::string rest(path);  // what is still to be walked
  leave_last(at);
  if (const auto slash = rest.rfind('/'); slash != std::string::npos) rest.erase(0, slash + 1);
  for (int followed = 0; !rest.empty();) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    rest.erase(0, slash == std::string::npos ? rest.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (at.empty()) return "leaves the artifact";
      leave_last(at);
      continue;
    }
    const auto folder = at.size();
    if (!at.empty()) at += '/';
    at += part;
    const auto link = targets_.find(at);
    if (link == targets_.end()) continue;
    const auto& target = link->second;
    if (target.empty() || target.front() == '/' || target.find('\0') != std::string::npos)
      return "leaves the artifact";
    if (++followed > max_links) return "leads through too many links, or in a circle";
    rest.insert(0, target + '/');
    at.resize(folder);
  }
  return nullptr;
}

}  // namespace eeveon
