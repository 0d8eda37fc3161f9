// Submodules: where they may come from, which the operator says, and their paths and URLs, which are chosen
// by whoever pushes.
#pragma once

#include <string>
#include <string_view>

#include "core/base/names.hpp"

namespace eeveon {

namespace naming {
struct submodule_path {  // a rel_path no part of which a file system may take for a repository's own folder
  static constexpr const char* name = "path";
  static const char* why_not(std::string_view text);
};
}  // namespace naming
using submodule_path = checked_name<naming::submodule_path>;

// A repository that submodules may come from, "https://github.com/acme/lib", or all directly below one owner,
// "https://github.com/acme/*". Scheme, user and port count; ".git", a slash at the end and the host's case do
// not.
class submodule_source {
 public:
  // The end of a sentence says what is wrong; the refused text, which may hold a password, is not repeated.
  static result<submodule_source> parse(std::string_view text);
  // The repository, or the folder that all are below.
  const repository_url& place() const { return place_; }
  bool admits(const repository_url& url) const;

 private:
  submodule_source(repository_url place, bool below) : place_(std::move(place)), below_(below) {}
  repository_url place_;
  bool below_;
};

// A submodule's URL as its superproject writes it: whole, or relative ("../lib") to where that one came from.
result<repository_url> submodule_url(const repository_url& superproject, std::string_view written);

}  // namespace eeveon
