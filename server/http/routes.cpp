#include "server/http/routes.hpp"

#include <algorithm>

namespace eeveon::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return out;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool matches(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path) {
  return pattern.size() == path.size() && std::ranges::equal(pattern, path, [](auto wanted, auto given) {
           return is_parameter(wanted) ? !given.empty() : wanted == given;
         });
}

path_parameters parameters_of(const std::vector<std::string_view>& pattern,
                              const std::vector<std::string_view>& path) {
  path_parameters out;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (is_parameter(pattern[i])) out.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
  return out;
}

}  // namespace

std::string_view request_context::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters)
    if (key == name) return value;
  return {};
}

router::router(std::vector<route> rows, handler page) : rows_(std::move(rows)) {
  for (const auto& row : rows_) patterns_.push_back(segments_of(row.pattern));
  if (page) page_ = route{"GET", "/", access::anonymous, "The dashboard and its files.", std::move(page)};
}

router::match router::find(std::string_view method, std::string_view path) const {
  if (method == "HEAD") method = "GET";
  const auto segments = segments_of(path);
  match found;
  bool first_segment_is_ours = false;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    first_segment_is_ours |=
        !segments.empty() && !patterns_[i].empty() && patterns_[i].front() == segments.front();
    if (!matches(patterns_[i], segments)) continue;
    if (rows_[i].method == method) {
      found.row = &rows_[i];
      found.parameters = parameters_of(patterns_[i], segments);
      return found;
    }
    if (!found.allow.empty()) found.allow += ", ";
    found.allow += rows_[i].method;
    if (rows_[i].method == "GET") found.allow += ", HEAD";
  }
  if (!page_ || first_segment_is_ours || segments.empty()) return found;
  if (method == page_->method) found.row = &*page_;
  found.allow = "GET, HEAD";
  return found;
}

}  // namespace eeveon::http
