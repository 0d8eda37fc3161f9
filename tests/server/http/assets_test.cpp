#include "server/http/assets.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace eeveon::http {
namespace {

constexpr std::array<embedded::file, 7> files{{{"index.html", "<html>"},
                                               {"index.html.br", "HTML-br"},
                                               {"assets/app-1f2e.js", "plain"},
                                               {"assets/app-1f2e.js.br", "brotli"},
                                               {"assets/app-1f2e.js.gz", "gzip"},
                                               {"favicon.svg", "<svg>"},
                                               {"orphan.css.gz", "alone"}}};

std::string header(const http_reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

http_reply asked(std::string path, std::string encodings = {}, std::string etag = {}) {
  static const assets page{files};
  http_request request;
  request.path = std::move(path);
  request.headers = {{"accept-encoding", std::move(encodings)}, {"if-none-match", std::move(etag)}};
  return page.serve(request);
}

BOOST_AUTO_TEST_SUITE(page_assets)

BOOST_AUTO_TEST_CASE(come_in_the_best_encoding_the_browser_takes) {
  const std::string path = "/assets/app-1f2e.js";
  BOOST_TEST(asked(path).body == "plain");
  BOOST_TEST(asked(path, "gzip, deflate, br, zstd").body == "brotli");
  BOOST_TEST(header(asked(path, "br"), "Content-Encoding") == "br");
  BOOST_TEST(asked(path, "gzip;q=1.0, br;q=0").body == "gzip");
  BOOST_TEST(asked(path, "gzip;q=0.0, br; q=0.000").body == "plain");
  BOOST_TEST(asked(path, "brotli").body == "plain");
  BOOST_TEST(header(asked(path), "Content-Type") == "text/javascript; charset=utf-8");
  BOOST_TEST(header(asked(path), "Vary") == "Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(are_not_sent_again_when_unchanged) {
  const auto first = asked("/", "br");
  const auto etag = header(first, "ETag");
  BOOST_TEST(asked("/", "br", etag).status == 304);
  BOOST_TEST(asked("/", "br", "W/\"x\", " + etag).status == 304);
  BOOST_TEST(asked("/", "br", etag).body == "");
  BOOST_TEST(asked("/", "", etag).status == 200);  // other bytes, other tag
  BOOST_TEST(asked("/", "br", "\"x\"").status == 200);
}

BOOST_AUTO_TEST_CASE(are_cached_for_ever_only_when_their_name_says_their_content) {
  BOOST_TEST(header(asked("/assets/app-1f2e.js"), "Cache-Control").find("immutable") != std::string::npos);
  BOOST_TEST(header(asked("/"), "Cache-Control") == "no-cache");
  BOOST_TEST(header(asked("/favicon.svg"), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_CASE(give_the_page_for_its_own_routes_only) {
  BOOST_TEST(asked("/dep_1").body == "<html>");
  BOOST_TEST(asked("/deployments/dep_1").status == 404);
  BOOST_TEST(asked("/sign-in", "br").body == "HTML-br");
  BOOST_TEST(asked("/assets/gone.js").status == 404);
  BOOST_TEST(asked("/orphan.css", "gzip").status == 404);
  BOOST_TEST(asked("/index.html.br").status == 404);
}

BOOST_AUTO_TEST_CASE(lead_who_typed_a_wrong_address_back_to_the_board) {
  static const assets page{files};
  http_request request;
  request.path = "/shop/production/<script>";
  request.headers = {{"accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}};
  const auto people = page.serve(request);
  BOOST_TEST(people.status == 404);
  BOOST_TEST(header(people, "Content-Type") == "text/html; charset=utf-8");
  BOOST_TEST(people.body.find("href=\"./../../\"") != std::string::npos);
  BOOST_TEST(people.body.find("script") == std::string::npos);
  request.headers = {{"accept", "*/*"}};
  BOOST_TEST(header(page.serve(request), "Content-Type") == "application/problem+json");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::http
