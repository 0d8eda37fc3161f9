#include "server/http/assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/digest.hpp"
#include "server/http/accept.hpp"
#include "server/http/letters.hpp"
#include "server/http/reply.hpp"

namespace eeveon::http {
namespace {

std::string_view content_type(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".webp", "image/webp"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

// Does Accept-Encoding name `coding`, other than with weight zero?
bool accepts(std::string_view header, std::string_view coding) {
  return std::ranges::any_of(read_weights(header), [&](const weighted& one) {
    return one.weight > 0 && equal_ignoring_case(one.name, coding);
  });
}

// If-None-Match: a list of tags, perhaps weak, or a star.
bool lists(std::string_view header, std::string_view etag) {
  return trimmed(header) == "*" || header.find(etag) != std::string_view::npos;
}

// The bundler puts a digest into the names below assets/, so these never change.
bool is_immutable(std::string_view path) { return path.starts_with("assets/"); }

// Somebody who typed an address is led back to the board; everybody else gets a problem document. The link is
// relative, as everything of the page: it works below any prefix.
http_reply nothing_there(const http_request& request) {
  constexpr auto said = "There is nothing at this path.";
  if (preferred(request, {"application/problem+json", "text/html"}) != "text/html")
    return problem(404, said, "not_found");
  std::string up = "./";
  for (auto depth = std::ranges::count(request.path, '/'); depth > 1; --depth) up += "../";
  return {404,
          {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-cache"}, {"Vary", "Accept"}},
          fmt::format("<!doctype html>\n<html lang=\"en\"><head><title>Eeveon</title>"
                      "<meta name=\"viewport\" content=\"width=device-width\">"
                      "<meta name=\"color-scheme\" content=\"light dark\"></head>\n"
                      "<body><main><h1>{}</h1><p><a href=\"{}\">To the board</a></p></main></body></html>\n",
                      said, up)};
}

}  // namespace

assets::assets(std::span<const embedded::file> files) {
  for (const auto& file : files) {
    form here{file.bytes, '"' + to_hex(sha256(file.bytes)).substr(0, 32) + '"'};
    std::string name(file.path);
    if (name.ends_with(".br")) {
      files_[name.substr(0, name.size() - 3)].brotli = std::move(here);
    } else if (name.ends_with(".gz")) {
      files_[name.substr(0, name.size() - 3)].gzip = std::move(here);
    } else {
      files_[name].plain = std::move(here);
    }
  }
  // A compressed file alone could not be served to everybody.
  std::erase_if(files_, [](const auto& one) { return one.second.plain.etag.empty(); });
}

http_reply assets::serve(const http_request& request) const {
  std::string_view path = request.path;
  path.remove_prefix(1);
  auto found = files_.find(path);
  // The page's own routes are one segment: its assets are relative to it, so that it works below any prefix.
  if (found == files_.end() && path.find_first_of("/.") == std::string_view::npos)
    found = files_.find("index.html");
  if (found == files_.end()) return nothing_there(request);

  const auto& [name, file] = *found;
  const auto encodings = request.header("accept-encoding");
  const bool brotli = !file.brotli.etag.empty() && accepts(encodings, "br");
  const bool gzip = !brotli && !file.gzip.etag.empty() && accepts(encodings, "gzip");
  const form& chosen = brotli ? file.brotli : gzip ? file.gzip : file.plain;
  http_reply reply{
      200,
      {{"ETag", chosen.etag},
       {"Vary", "Accept-Encoding"},
       {"Cache-Control", is_immutable(name) ? "public, max-age=31536000, immutable" : "no-cache"}},
      {}};
  if (lists(request.header("if-none-match"), chosen.etag)) {
    reply.status = 304;
    return reply;
  }
  reply.headers.emplace_back("Content-Type", content_type(name));
  if (brotli || gzip) reply.headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
  reply.body = chosen.bytes;
  return reply;
}

}  // namespace eeveon::http
