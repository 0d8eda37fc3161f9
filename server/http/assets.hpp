// The dashboard's files, served from the executable: compressed ahead of time, cached by content.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/base/embedded.hpp"
#include "core/base/http.hpp"

namespace eeveon::http {

class assets {
 public:
  // `files` may hold `x`, `x.br` and `x.gz`; the compressed ones are offered as encodings of `x`.
  explicit assets(std::span<const embedded::file> files);

  // A file, or index.html for a path of one segment without a dot (the dashboard's own routes), or 404:
  // for people with a way back to the board.
  http_reply serve(const http_request& request) const;

 private:
  struct form {
    std::string_view bytes;
    std::string etag;  // strong, of these very bytes
  };
  struct asset {
    form plain, gzip, brotli;
  };
  std::map<std::string, asset, std::less<>> files_;
};

}  // namespace eeveon::http
