#include "catalog/actions/gitmodules.hpp"

namespace eeveon {
namespace {

// The next of the records that NULs end.
std::string_view take_record(std::string_view& from) {
  const auto end = from.find('\0');
  const auto out = from.substr(0, end);
  from.remove_prefix(end == from.npos ? from.size() : end + 1);
  return out;
}

constexpr std::string_view link_mark = "160000 commit ";

bool is_gitmodules(std::string_view entry) {
  return entry.starts_with("100") && entry.ends_with("\t.gitmodules");
}

struct setting {
  std::string path, url;
};

}  // namespace

listed_tree read_tree(std::string_view listing) {
  listed_tree out;
  while (!listing.empty()) {
    const auto entry = take_record(listing);  // mode, type and id, a tab, the path
    const auto tab = entry.find('\t');
    if (tab == entry.npos) continue;
    const auto path = entry.substr(tab + 1);
    if (entry.starts_with("100"))
      out.has_gitmodules |= path == ".gitmodules";
    else if (entry.starts_with(link_mark) && tab > link_mark.size())
      out.links.push_back(
          {std::string(path), std::string(entry.substr(link_mark.size(), tab - link_mark.size()))});
  }
  return out;
}

std::string what_counts_of_tree(std::string_view listing) {
  std::string out;
  while (!listing.empty())
    if (const auto entry = take_record(listing); entry.starts_with(link_mark) || is_gitmodules(entry))
      (out += entry) += '\0';
  return out;
}

std::map<std::string, std::string> read_gitmodules(std::string_view settings) {
  std::map<std::string, setting, std::less<>> by_name;
  std::vector<std::string_view> order;
  while (!settings.empty()) {
    const auto record = take_record(settings);  // submodule.NAME.path, a line break, the value
    const auto line = record.find('\n');
    if (line == record.npos) continue;  // a key without a value
    const auto key = record.substr(0, line), value = record.substr(line + 1);
    const auto dot = key.rfind('.');
    if (dot == key.npos) continue;
    const auto name = key.substr(0, dot);
    auto found = by_name.find(name);
    if (found == by_name.end()) {
      found = by_name.emplace(std::string(name), setting{}).first;
      order.push_back(name);
    }
    (key.substr(dot) == ".path" ? found->second.path : found->second.url) = value;
  }
  std::map<std::string, std::string> out;
  for (const auto name : order) {
    const auto& one = by_name.find(name)->second;
    out[one.path] = one.url;
  }
  return out;
}

}  // namespace eeveon
