// Any bytes as a webhook's body: one fact or one clear refusal, and the fact is JSON that we can read back.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>

#include "catalog/sources/github.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* kind : {"push", "release", "ping", "issues"})
    for (const char* type : {"application/json", "application/x-www-form-urlencoded"}) {
      const auto told = eeveon::read_github(kind, type, bytes);
      if (!told) {
        if (told.error().detail.empty()) std::abort();
        continue;
      }
      if (told->stream.empty() || told->event.type.empty()) std::abort();
      boost::system::error_code broken;
      boost::json::parse(told->event.data, broken);
      if (broken) std::abort();
    }
  return 0;
}
