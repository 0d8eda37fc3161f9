// Events as structs and as JSON: what is left out, what may be missing, what is damage.
#include "core/events/codec.hpp"

#include <boost/test/unit_test.hpp>

#include "core/events/types.hpp"
#include "core/projections/rows.hpp"

using namespace eeveon;

// Every type of event is written and read here: to optimise that takes longer than all else in this file.
#pragma clang optimize off

namespace {

struct inner {
  std::string name;
  int port = 22;
  static void fields(auto& self, auto& field) {
    field("name", self.name);
    field("port", self.port);
  }
};
struct everything {
  static constexpr std::string_view type = "everything_happened";
  std::string text;
  bool flag = false;
  int small = 0;
  std::int64_t large = 0;
  json::object object;
  std::map<std::string, std::string> words;
  std::optional<inner> maybe;
  std::vector<inner> list;
  std::vector<std::string> names;
  inner always;
  static void fields(auto& self, auto& field) {
    field("text", self.text);
    field("flag", self.flag);
    field("small", self.small);
    field("large", self.large);
    field("object", self.object);
    field("words", self.words);
    field("maybe", self.maybe);
    field("list", self.list);
    field("names", self.names);
    field("always", self.always);
  }
};

// Fills what it finds with something, so that no field can be forgotten.
struct filler {
  int count = 0;
  void operator()(std::string_view, std::string& v) { v = "text " + std::to_string(++count); }
  void operator()(std::string_view, bool& v) { v = true; }
  void operator()(std::string_view, int& v) { v = ++count; }
  void operator()(std::string_view, std::int64_t& v) { v = ++count; }
  void operator()(std::string_view, json::object& v) { v["key"] = ++count; }
  void operator()(std::string_view, std::map<std::string, std::string>& v) {
    v["key"] = std::to_string(++count);
  }
  template <class T>
  void operator()(std::string_view name, std::optional<T>& v) {
    (*this)(name, v.emplace());
  }
  template <class T>
  void operator()(std::string_view name, std::vector<T>& v) {
    (*this)(name, v.emplace_back()), (*this)(name, v.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(std::string_view, T& v) {
    T::fields(v, *this);
  }
};

json::object tree_of(const std::string& data) { return json::parse(data).as_object(); }

// What writing and reading made of an event. Judged in one place: an assertion costs the compiler more than
// everything that a type brings along.
struct round_trip {
  std::string_view type;
  new_event written;
  bool read = false;
  std::string written_again;
};
void check(const round_trip& trip) {
  BOOST_TEST(trip.written.type == trip.type);
  BOOST_REQUIRE_MESSAGE(trip.read, trip.type << " does not read back: " << trip.written.data);
  BOOST_TEST(trip.written_again == trip.written.data);
}

void check_empty(std::string_view type, bool reads) {
  BOOST_TEST(reads, type << " does not read back from nothing");
}

template <class Event>
round_trip tried(const Event& event) {
  round_trip out{.type = Event::type, .written = make_event(event), .written_again = {}};
  if (const auto read = decode<Event>(tree_of(out.written.data)))
    out.read = true, out.written_again = make_event(*read).data;
  return out;
}

template <class Event>
void comes_back() {
  Event event;
  check_empty(Event::type, decode<Event>(json::object{}).has_value());
  check(tried(event));
  filler fill;
  Event::fields(event, fill);
  check(tried(event));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(events_as_json)

BOOST_AUTO_TEST_CASE(what_is_empty_is_left_out) {
  BOOST_TEST(make_event(everything{}).data == R"({"always":{"port":22}})");
  const everything full{.text = "x",
                        .flag = true,
                        .small = -1,
                        .large = 1LL << 60,
                        .object = {{"a", nullptr}},
                        .words = {{"k", "v"}},
                        .maybe = inner{"m", 0},
                        .list = {{"n", 1}},
                        .names = {"", "b"},
                        .always = {"", 0}};
  BOOST_TEST(
      make_event(full).data ==
      R"({"text":"x","flag":true,"small":-1,"large":1152921504606846976,"object":{"a":null},"words":{"k":"v"},"maybe":{"name":"m"},"list":[{"name":"n","port":1}],"names":["","b"],"always":{}})");
}

BOOST_AUTO_TEST_CASE(readers_that_want_every_key_get_every_key_but_empty_texts) {
  BOOST_TEST(
      json::serialize(codec::write(everything{}, true)) ==
      R"({"flag":false,"small":0,"large":0,"object":{},"words":{},"list":[],"names":[],"always":{"port":22}})");
}

BOOST_AUTO_TEST_CASE(text_is_what_the_tree_would_be) {
  std::string odd;
  for (int c = 0; c < 256; ++c) odd += static_cast<char>(c);
  everything full;
  filler fill;
  everything::fields(full, fill);
  full.text = odd, full.words["quoted \"key\"\n"] = "\\",
  full.large = std::numeric_limits<std::int64_t>::min();
  for (const auto& one : {everything{}, full})
    for (const bool whole : {false, true}) {
      std::string text;
      codec::text_writer{text, whole}.put(one);
      BOOST_TEST(text == json::serialize(codec::write(one, whole)));
    }
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_null_keeps_its_default_and_unknown_keys_do_no_harm) {
  const auto read =
      decode<everything>(std::string_view(R"({"text":null,"always":{"name":"a"},"new":[1,2],"maybe":null})"));
  BOOST_REQUIRE(read);
  BOOST_TEST(read->text == "");
  BOOST_TEST(read->always.port == 22);
  BOOST_TEST(!read->maybe.has_value());
}

BOOST_AUTO_TEST_CASE(a_field_of_another_kind_is_damage_and_named) {
  for (const auto& [data, field] : {std::pair{R"({"text":7})", "text"},
                                    {R"({"flag":1})", "flag"},
                                    {R"({"small":"1"})", "small"},
                                    {R"({"small":4294967296})", "small"},
                                    {R"({"large":1.5})", "large"},
                                    {R"({"large":18446744073709551615})", "large"},
                                    {R"({"object":[]})", "object"},
                                    {R"({"words":{"a":1}})", "words"},
                                    {R"({"maybe":{"port":"x"}})", "maybe"},
                                    {R"({"list":{}})", "list"},
                                    {R"({"list":[1]})", "list"},
                                    {R"({"names":[null]})", "names"},
                                    {R"({"always":[]})", "always"}}) {
    const auto read = decode<everything>(std::string_view(data));
    BOOST_TEST(!read.has_value(), "accepted " << data);
    if (read) continue;
    BOOST_TEST((read.error().code == errc::corrupt));
    BOOST_TEST(read.error().where == field);
  }
  for (const char* data : {"", "[]", "7", "{", "null"})
    BOOST_TEST(!decode<everything>(std::string_view(data)).has_value());
}

BOOST_AUTO_TEST_CASE(numbers_that_are_whole_are_read_however_they_are_written) {
  BOOST_TEST(decode<everything>(std::string_view(R"({"large":3.0,"small":-2})"))->large == 3);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_written_so_that_they_read_back) {
  const auto written = make_event(everything{.text = "caf\xe9", .words = {{"k", "\xff\xfe"}}});
  const auto read = decode<everything>(written.data);
  BOOST_REQUIRE(read);
  BOOST_TEST(read->text == "caf\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(on_tells_whether_it_was_one) {
  recorded_event event{.type = "everything_happened", .data = R"({"small":3})"};
  int got = 0;
  BOOST_TEST(on<everything>(event, [&](const everything& e) { got = e.small; }));
  BOOST_TEST(got == 3);
  event.type = "nothing_happened";
  BOOST_TEST(!on<everything>(event, [&](const everything&) { got = 0; }));
  BOOST_TEST(got == 3);
}

BOOST_AUTO_TEST_CASE(every_event_of_the_log_comes_back_whole) {
  every_event::each([]<class Event>() { comes_back<Event>(); });
}

BOOST_AUTO_TEST_CASE(every_row_comes_back_whole) {
  const auto row_comes_back = []<class Row>(Row row) {
    filler fill;
    Row::fields(row, fill);
    const auto written = json::serialize(to_row_json(row));
    const auto read = decode<Row>(tree_of(written));
    check({.type = "row",
           .written = {.type = "row", .data = written},
           .read = read.has_value(),
           .written_again = read ? json::serialize(to_row_json(*read)) : ""});
  };
  row_comes_back(deployment_row{}), row_comes_back(release_row{}), row_comes_back(environment_row{}),
      row_comes_back(node_row{}), row_comes_back(project_row{});
}

BOOST_AUTO_TEST_CASE(streams_are_named_after_what_they_are_about) {
  BOOST_TEST(deployment_stream("dep_1") == "deployment-dep_1");
  BOOST_TEST(release_stream("rel_1") == "release-rel_1");
  BOOST_TEST(environment_stream("shop", "production") == "env-shop/production");
  BOOST_TEST(project_stream("shop") == "project-shop");
  BOOST_TEST(node_stream("node-1") == "node-node-1");
  BOOST_TEST(repository_stream({.provider = "github", .id = "17"}) == "repo-github-17");
}

BOOST_AUTO_TEST_SUITE_END()
