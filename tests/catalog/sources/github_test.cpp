// GitHub's webhooks: real payloads (tests/data/github), and what people who mean harm make of them.
#include "catalog/sources/github.hpp"

#include <filesystem>

#include "core/repository/events.hpp"
#include "tests/support/golden.hpp"

using namespace eeveon;
using eeveon::spec::read_file;

namespace {

namespace fs = std::filesystem;
const std::string data = std::string(EEVEON_TEST_DATA) + "/github/";
constexpr const char* as_json = "application/json";

std::string push_payload() { return read_file(data + "push/with-new-branch.payload.json"); }

result<told_fact> read_push(std::string_view body) { return read_github("push", as_json, body); }

// Calls `each` with every way to the values of a document.
void each_value(const json::value& from, std::string path,
                const std::function<void(const std::string&)>& each) {
  if (!path.empty()) each(path);
  if (from.is_object())
    for (const auto& member : from.get_object())
      each_value(member.value(), path + "/" + std::string(member.key()), each);
  if (from.is_array() && !from.get_array().empty()) each_value(from.get_array().front(), path + "/0", each);
}

std::string with_value(const json::value& from, const std::string& path, const json::value& to) {
  auto copy = from;
  boost::system::error_code error;
  *copy.find_pointer(path, error) = to;
  return json::serialize(copy);
}
std::string without(const json::value& from, const std::string& path) {
  auto copy = from;
  boost::system::error_code error;
  const auto slash = path.rfind('/');
  auto* parent = slash == 0 ? &copy : copy.find_pointer(path.substr(0, slash), error);
  if (parent->is_object())
    parent->get_object().erase(path.substr(slash + 1));
  else
    parent->get_array().clear();
  return json::serialize(copy);
}

// Whatever was told reads back as its event.
void is_sound(const told_fact& told) {
  BOOST_TEST((told.stream == "system" || told.stream.starts_with("repo-github-")), told.stream);
  if (told.event.type == push_received::type)
    BOOST_TEST(decode<push_received>(told.event.data).has_value());
  else if (told.event.type == release_announced::type)
    BOOST_TEST(decode<release_announced>(told.event.data).has_value());
  else if (told.event.type == hook_pinged::type)
    BOOST_TEST(decode<hook_pinged>(told.event.data).has_value());
  else
    BOOST_TEST(decode<hook_event_ignored>(told.event.data).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(github)

BOOST_AUTO_TEST_CASE(of_a_key_that_comes_twice_the_last_counts) {
  const auto push = [](const std::string& more) {
    return read_push(R"({"ref":"refs/heads/a","after":")" + std::string(40, 'a') +
                     R"(","repository":{"id":1,"full_name":"a/b","clone_url":"x"},)"
                     R"("head_commit":{"message":"m","author":{"name":"n"}},"commits":[1,[2]],)" +
                     more + "}");
  };
  const auto told = [&](const std::string& more) {
    const auto fact = push(more);
    return fact ? decode<push_received>(fact->event.data).value() : push_received{};
  };
  BOOST_TEST(told(R"("zen":"")").author == "n");
  BOOST_TEST(told(R"("zen":"")").commits == 2);
  BOOST_TEST(told(R"("ref":"refs/heads/b")").ref == "refs/heads/b");
  BOOST_TEST(told(R"("\u0072ef":"refs/heads/\u0062")").ref == "refs/heads/b");
  BOOST_TEST(told(R"("head_commit":{"message":"o"})").message == "o");
  BOOST_TEST(told(R"("head_commit":{"message":"o"})").author == "");
  BOOST_TEST(told(R"("head_commit":null)").author == "");
  BOOST_TEST(told(R"("repository":{"id":2})").repository.id == "2");
  BOOST_TEST(told(R"("repository":{"id":2})").repository.urls.empty());
  BOOST_TEST(told(R"("commits":{"commits":[1]})").commits == 0);
  BOOST_TEST(!push(R"("repository":{"id":"1"})"));
  BOOST_TEST(!push(R"("repository":[{"id":1}])"));
  BOOST_TEST(!push(R"("ref":["refs/heads/b"])"));
  BOOST_TEST(told(R"("sender":{"ref":"refs/heads/c","repository":{"id":3}})").repository.id == "1");
}

BOOST_AUTO_TEST_CASE(every_published_payload_is_understood) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    const auto folder = entry.path().parent_path().filename().string();
    const auto name = entry.path().filename().string();
    // The folder is the event, but for the fixtures that are named after it.
    const std::string kind = folder != "go-scm"             ? folder
                             : name.starts_with("push")     ? "push"
                             : name.starts_with("release_") ? "release"
                                                            : "other";
    const auto told = read_github(kind, as_json, read_file(entry.path()));
    eeveon::spec::require(told, entry.path().string());
    is_sound(*told);
    const auto expected = kind == "push"      ? push_received::type
                          : kind == "release" ? release_announced::type
                          : kind == "ping"    ? hook_pinged::type
                                              : hook_event_ignored::type;
    BOOST_TEST(told->event.type == expected, entry.path());
  }
  BOOST_TEST(files > 100);
}

BOOST_AUTO_TEST_CASE(a_form_tells_the_same_as_json) {
  for (const auto& [kind, file] : {std::pair{"push", "push/with-new-branch.payload.json"},
                                   {"release", "release/published.payload.json"},
                                   {"ping", "ping/payload.json"},
                                   {"star", "star/created.payload.json"}}) {
    const auto body = read_file(data + file);
    std::string form = "payload=";
    for (const char c : body) form += "%" + to_hex(std::string_view(&c, 1));
    const auto told = read_github(kind, "application/x-www-form-urlencoded", form);
    eeveon::spec::require(told);
    BOOST_TEST(told->event.data == read_github(kind, as_json, body)->event.data);
  }
}

BOOST_AUTO_TEST_CASE(a_push_tells_what_deploying_needs) {
  const auto told = read_push(push_payload());
  BOOST_REQUIRE(told);
  const auto push = *decode<push_received>(told->event.data);
  BOOST_TEST(told->stream == "repo-github-" + push.repository.id);
  BOOST_TEST(push.repository.provider == "github");
  BOOST_TEST(push.repository.full_name == "Codertocat/Hello-World");
  BOOST_TEST(push.repository.urls.size() == 4u);
  BOOST_TEST(push.repository.urls[0] == "https://github.com/Codertocat/Hello-World.git");
  BOOST_TEST(push.ref.starts_with("refs/heads/"));
  BOOST_TEST(push.created);
  BOOST_TEST(!push.deleted);
  BOOST_TEST(push.before == std::string(40, '0'));
  BOOST_TEST(push.after.size() == 40u);
  BOOST_TEST(push.message != "");
  BOOST_TEST(push.author != "");
  BOOST_TEST(push.authored_at != "");
}

BOOST_AUTO_TEST_CASE(a_deleted_tag_is_told_as_deleted) {
  const auto told = read_push(read_file(data + "push/payload.json"));
  BOOST_REQUIRE(told);
  const auto push = *decode<push_received>(told->event.data);
  BOOST_TEST(push.deleted);
  BOOST_TEST(push.ref.starts_with("refs/tags/"));
  BOOST_TEST(push.after == std::string(40, '0'));
  BOOST_TEST(push.message == "");
  BOOST_TEST(push.commits == 0);
}

BOOST_AUTO_TEST_CASE(a_release_tells_its_tag_and_what_happened) {
  const auto told = read_github("release", as_json, read_file(data + "release/published.payload.json"));
  BOOST_REQUIRE(told);
  const auto release = *decode<release_announced>(told->event.data);
  BOOST_TEST(release.action == "published");
  BOOST_TEST(release.tag == "0.0.1");
  BOOST_TEST(!release.draft);
  BOOST_TEST(release.release_id != "");
  BOOST_TEST(release.author == "Codertocat");
}

BOOST_AUTO_TEST_CASE(a_ping_and_a_stranger_are_recorded) {
  const auto ping = read_github("ping", as_json, read_file(data + "ping/payload.json"));
  BOOST_TEST(decode<hook_pinged>(ping->event.data)->zen != "");
  const auto organisation = read_github("ping", as_json, R"({"zen":"x","hook_id":5})");
  BOOST_REQUIRE(organisation);
  BOOST_TEST(organisation->stream == "system");
  BOOST_TEST(decode<hook_pinged>(organisation->event.data)->hook_id == "5");
  const auto other = read_github(std::string(500, 'k'), as_json, R"({"action":"started"})");
  BOOST_TEST(decode<hook_event_ignored>(other->event.data)->event.size() == 100u);
  BOOST_TEST(decode<hook_event_ignored>(other->event.data)->action == "started");
}

BOOST_AUTO_TEST_CASE(no_push_of_which_a_field_is_missing_or_odd_breaks_anything) {
  const auto payload = json::parse(push_payload());
  const std::vector<json::value> odd{nullptr,
                                     true,
                                     -1,
                                     1.5,
                                     18446744073709551615ull,
                                     "",
                                     json::string(5000, 'x'),
                                     json::array{},
                                     json::object{{"id", {}}}};
  std::set<std::string> needed;
  int tried = 0;
  each_value(payload, "", [&](const std::string& path) {
    // Deeper than this nothing is looked at.
    if (std::ranges::count(path, '/') > 3) return;
    if (const auto told = read_push(without(payload, path)))
      is_sound(*told);
    else
      needed.insert(path);
    for (const auto& value : odd) {
      ++tried;
      if (const auto told = read_push(with_value(payload, path, value))) is_sound(*told);
    }
  });
  const std::set<std::string> expected{"/after", "/ref", "/repository", "/repository/id"};
  BOOST_TEST(needed == expected, boost::test_tools::per_element());
  BOOST_TEST(tried > 500);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_and_not_repeated) {
  const auto payload = json::parse(push_payload());
  for (const auto& [path, value, field] : {std::tuple{"/ref", json::value("main"), "ref"},
                                           {"/ref", json::value("secret-text"), "ref"},
                                           {"/after", json::value("abc"), "after"},
                                           {"/after", json::value(std::string(40, 'A')), "after"},
                                           {"/after", json::value(std::string(41, 'a')), "after"},
                                           {"/repository/id", json::value("17"), "repository.id"},
                                           {"/repository/id", json::value(0), "repository.id"},
                                           {"/repository/id", json::value(-17), "repository.id"},
                                           {"/repository/id", json::value(1.5), "repository.id"}}) {
    const auto told = read_push(with_value(payload, path, value));
    BOOST_TEST(!told.has_value(), path << " = " << json::serialize(value));
    if (told) continue;
    BOOST_TEST((told.error().code == errc::invalid));
    BOOST_TEST(told.error().where == field);
    BOOST_TEST(told.error().detail.find("secret-text") == std::string::npos);
  }
  const auto release = json::parse(read_file(data + "release/published.payload.json"));
  BOOST_TEST(read_github("release", as_json, without(release, "/release/tag_name")).error().where ==
             "release.tag_name");
}

BOOST_AUTO_TEST_CASE(messages_are_one_line_of_whole_characters) {
  const auto payload = json::parse(push_payload());
  const auto message_of = [&](const std::string& message) {
    return decode<push_received>(
               read_push(with_value(payload, "/head_commit/message", json::string(message)))->event.data)
        ->message;
  };
  BOOST_TEST(message_of("Fix caf\xc3\xa9") == "Fix caf\xc3\xa9");
  BOOST_TEST(message_of("One\r\n\r\nTwo") == "One");
  BOOST_TEST(message_of("") == "");
  BOOST_TEST(message_of("\n") == "");
  BOOST_TEST(message_of(std::string(300, 'x')) == std::string(200, 'x'));
  BOOST_TEST(message_of(std::string(199, 'x') + "\xc3\xa9") == std::string(199, 'x'));
  BOOST_TEST(message_of(std::string(198, 'x') + "\xc3\xa9") == std::string(198, 'x') + "\xc3\xa9");
  BOOST_TEST(message_of(std::string(198, 'x') + "\xf0\x9f\x9a\x80") == std::string(198, 'x'));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  const auto within = [&](int depth) { return R"({"action":"x","deep":)" + nested(depth) + "}"; };
  BOOST_TEST(read_github("star", as_json, within(63)).has_value());
  for (const auto& body :
       {std::string(), std::string("null"), std::string("[]"), std::string("7"), std::string("{"),
        std::string("{}x"), within(64), within(100'000), std::string(R"({"a":"\xff"})"),
        std::string("{\"a\":\"\xff\"}"), std::string("{\"a\":\"\xed\xa0\x80\"}"),
        std::string("{\"a\":\"a\nb\"}"), std::string("\xef\xbb\xbf{}"), std::string(1, '\0')}) {
    const auto told = read_github("star", as_json, body);
    BOOST_TEST(!told.has_value(), "accepted " << body.substr(0, 40));
    if (!told) BOOST_TEST(told.error().where == "body");
  }
  for (const char* form :
       {"", "payload", "payload=", "payload=%", "payload=%7", "payload=%zz", "other=%7B%7D", "payload={"})
    BOOST_TEST(!read_github("star", "application/x-www-form-urlencoded", form).has_value(),
               "accepted " << form);
  BOOST_TEST(read_github("star", "application/x-www-form-urlencoded; charset=utf-8",
                         "x=1&payload=%7B%22action%22%3A%22a+b%22%7D")
                 .has_value());
}

BOOST_AUTO_TEST_CASE(a_key_told_twice_counts_once) {
  const auto told = read_push(R"({"ref":"refs/heads/evil","ref":"refs/heads/main","after":")" +
                              std::string(40, 'a') + R"(","repository":{"id":1,"id":17}})");
  BOOST_REQUIRE(told);
  BOOST_TEST(told->stream == "repo-github-17");
  BOOST_TEST(decode<push_received>(told->event.data)->ref == "refs/heads/main");
}

BOOST_AUTO_TEST_SUITE_END()
