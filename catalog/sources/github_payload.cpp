#include "catalog/sources/github_payload.hpp"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

namespace eeveon {
namespace {

namespace json = boost::json;

constexpr std::size_t max_depth = 64, max_values = 1'000'000;
constexpr std::size_t max_name = 1024;    // bytes; GitHub's own names are shorter than 400
constexpr std::size_t max_prose = 4096;   // of which a first line is kept
constexpr std::size_t longest_key = 100;  // nothing that is wanted has a longer one

// The objects on the way to what is wanted.
enum class place : std::uint8_t {
  nowhere,
  top,
  repository,
  head,
  head_author,
  pusher,
  release,
  release_author
};

struct way {
  place in;
  std::string_view key;
  place to;
};
constexpr std::array ways{
    way{place::top, "repository", place::repository}, way{place::top, "head_commit", place::head},
    way{place::head, "author", place::head_author},   way{place::top, "pusher", place::pusher},
    way{place::top, "release", place::release},       way{place::release, "author", place::release_author}};

using text = std::string github_payload::*;
using flag = bool github_payload::*;

struct wanted {
  place in;
  std::string_view key;
  text words = nullptr;
  text id = nullptr;
  flag yes = nullptr;
  std::int64_t github_payload::* count = nullptr;  // of an array's elements
  bool prose = false;                              // words of people: cut, where a name would be refused
};
using payload = github_payload;
constexpr std::array all_wanted{
    wanted{.in = place::top, .key = "action", .words = &payload::action},
    wanted{.in = place::top, .key = "hook_id", .id = &payload::hook_id},
    wanted{.in = place::top, .key = "zen", .words = &payload::zen, .prose = true},
    wanted{.in = place::top, .key = "ref", .words = &payload::ref},
    wanted{.in = place::top, .key = "before", .words = &payload::before},
    wanted{.in = place::top, .key = "after", .words = &payload::after},
    wanted{.in = place::top, .key = "created", .yes = &payload::created},
    wanted{.in = place::top, .key = "deleted", .yes = &payload::deleted},
    wanted{.in = place::top, .key = "forced", .yes = &payload::forced},
    wanted{.in = place::top, .key = "commits", .count = &payload::commits},
    wanted{.in = place::repository, .key = "id", .id = &payload::repository_id},
    wanted{.in = place::repository, .key = "full_name", .words = &payload::full_name},
    wanted{.in = place::repository, .key = "default_branch", .words = &payload::default_branch},
    wanted{.in = place::repository, .key = "clone_url", .words = &payload::clone_url},
    wanted{.in = place::repository, .key = "ssh_url", .words = &payload::ssh_url},
    wanted{.in = place::repository, .key = "git_url", .words = &payload::git_url},
    wanted{.in = place::repository, .key = "html_url", .words = &payload::html_url},
    wanted{.in = place::head, .key = "message", .words = &payload::message, .prose = true},
    wanted{.in = place::head, .key = "timestamp", .words = &payload::authored_at, .prose = true},
    wanted{.in = place::head_author, .key = "name", .words = &payload::author, .prose = true},
    wanted{.in = place::pusher, .key = "name", .words = &payload::pusher, .prose = true},
    wanted{.in = place::release, .key = "id", .id = &payload::release_id},
    wanted{.in = place::release, .key = "tag_name", .words = &payload::tag},
    wanted{.in = place::release, .key = "name", .words = &payload::release_name, .prose = true},
    wanted{.in = place::release, .key = "draft", .yes = &payload::draft},
    wanted{.in = place::release, .key = "prerelease", .yes = &payload::prerelease},
    wanted{.in = place::release_author, .key = "login", .words = &payload::release_author, .prose = true}};

// What the parser calls. A key says what comes next; every value ends what its key said.
class picker {
 public:
  static constexpr std::size_t max_object_size = -1, max_array_size = -1, max_key_size = -1,
                               max_string_size = -1;
  using error = boost::system::error_code;

  github_payload found;
  bool is_object = false;
  const wanted* too_long = nullptr;  // why the parser was stopped, if it was this
  bool too_many = false;             // or this

  bool on_document_begin(error&) { return true; }
  bool on_document_end(error&) { return true; }
  bool on_object_begin(error& error) {
    is_object |= depth_ == 0;
    return descend(depth_ == 0 ? place::top : next_, error);
  }
  bool on_object_end(std::size_t, error&) {
    --depth_;
    return true;
  }
  bool on_array_begin(error& error) {
    if (value_ && value_->count) counted_ = value_->count, counted_at_ = depth_;
    return descend(place::nowhere, error);
  }
  bool on_array_end(std::size_t n, error&) {
    if (--depth_ == counted_at_ && counted_)
      found.*std::exchange(counted_, nullptr) = static_cast<std::int64_t>(n);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, error&) {
    if (here() != place::nowhere && key_.size() <= longest_key) key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view rest, std::size_t, error&) {
    if (here() == place::nowhere) return true;
    if (key_.empty()) {
      look_up({rest.data(), rest.size()});
    } else {
      look_up(key_.append(rest.data(), rest.size()));
      key_.clear();
    }
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t size, error& error) {
    if (!value_ || !value_->words) return true;
    if (!value_->prose && size > max_name) {
      too_long = value_;
      return stop(error);
    }
    auto& words = found.*value_->words;
    words.append(part.data(), std::min(part.size(), max_prose - words.size()));
    return true;
  }
  bool on_string(json::string_view rest, std::size_t size, error& error) {
    return on_string_part(rest, size, error) && value_ended(error);
  }
  bool on_number_part(json::string_view, error&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, error& error) {
    if (value_ && value_->id && number > 0) found.*value_->id = std::to_string(number);
    return value_ended(error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, error& error) {
    if (value_ && value_->id) found.*value_->id = std::to_string(number);
    return value_ended(error);
  }
  bool on_double(double, json::string_view, error& error) { return value_ended(error); }
  bool on_bool(bool yes, error& error) {
    if (value_ && value_->yes) found.*value_->yes = yes;
    return value_ended(error);
  }
  bool on_null(error& error) { return value_ended(error); }
  bool on_comment_part(json::string_view, error&) { return true; }
  bool on_comment(json::string_view, error&) { return true; }

 private:
  place here() const { return depth_ < places_.size() ? places_[depth_] : place::nowhere; }

  bool descend(place to, error& error) {
    if (++depth_ < places_.size()) places_[depth_] = to;
    return value_ended(error);
  }
  bool value_ended(error& error) {
    value_ = nullptr;
    next_ = place::nowhere;
    too_many = ++values_ > max_values;
    return !too_many || stop(error);
  }
  static bool stop(error& error) {
    error = boost::system::errc::make_error_code(boost::system::errc::message_size);
    return false;
  }

  void look_up(std::string_view key) {
    const auto in = here();
    for (const auto& one : all_wanted)
      if (one.in == in && one.key == key) {
        value_ = &one;
        return forget(one);
      }
    for (const auto& one : ways)
      if (one.in == in && one.key == key) {
        next_ = one.to;
        return forget(one.to);
      }
  }

  // What came before under the same key does not count any more.
  void forget(const wanted& one) {
    if (one.words) (found.*one.words).clear();
    if (one.id) (found.*one.id).clear();
    if (one.yes) found.*one.yes = false;
    if (one.count) found.*one.count = 0;
  }
  void forget(place whole) {
    for (const auto& one : all_wanted)
      if (one.in == whole) forget(one);
    for (const auto& one : ways)
      if (one.in == whole) forget(one.to);
  }

  std::size_t depth_ = 0, values_ = 0;
  std::array<place, 4> places_{};  // by depth; nothing that is wanted lies deeper
  const wanted* value_ = nullptr;  // where the next value goes
  place next_ = place::nowhere;    // where the next object stands
  std::int64_t github_payload::* counted_ = nullptr;
  std::size_t counted_at_ = 0;
  std::string key_;  // of a key that comes in parts
};

// "repository.full_name"
std::string name_of(const wanted& field) {
  std::string out(field.key);
  for (auto in = field.in; in != place::top;)
    for (const auto& one : ways)
      if (one.to == in) {
        out.insert(0, 1, '.').insert(0, one.key);
        in = one.in;
        break;
      }
  return out;
}

}  // namespace

result<github_payload> read_github_payload(std::string_view body) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<picker> parser(options);
  boost::system::error_code error;
  const auto read = parser.write_some(false, body.data(), body.size(), error);
  const auto& told = parser.handler();
  if (told.too_long) {
    const auto name = name_of(*told.too_long);
    return fail(errc::invalid, name + " must have at most " + std::to_string(max_name) + " bytes", name);
  }
  if (told.too_many)
    return fail(errc::invalid, "the body must have at most " + std::to_string(max_values) + " values",
                "body");
  if (error || read < body.size())
    return fail(errc::invalid, "the body is not JSON that can be read (depth up to 64, valid UTF-8)", "body");
  if (!told.is_object) return fail(errc::invalid, "the body must be a JSON object", "body");
  return std::move(parser.handler().found);
}

}  // namespace eeveon
