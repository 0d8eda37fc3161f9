// A verb of the command line: data for the parser, the help and shell completion, and one function that does
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eeveon::cli {

class invocation;

// "PROJECT" is a position, "--ref" or "-f,--follow" an option. How it is asked for later: the name without
// dashes (of an option its long name), as "PROJECT" and "follow".
struct parameter {
  std::string_view name;
  // What an option takes, as the help shows it; empty: it is a flag. The parser checks an N and a
  // DURATION; a TIME and a TIME|POSITION it leaves as past_time and past_point write them.
  std::string_view value;
  std::string_view summary;
  std::string_view fallback = {};  // an option's value when it is not given
  enum class count { one, optional, many } how_many = count::one;
  bool hidden = false;  // not shown in the help
  struct range {
    long least = 0, most = 999'999'999;
  } within = {};                 // of a value that is called N
  std::string_view source = {};  // where such a value is found, told to who has given something else
  std::vector<std::string_view> choices = {};  // a value is one of them; empty: any

  bool is_position() const { return name.front() != '-'; }
  std::string_view key() const;
  // Is `word` this option, as "--follow" or "-f"? A value may be attached: "--limit=5", "-ojson".
  bool is_called(std::string_view word) const;
};

// The summary, and what may be said: "table, json or yaml".
std::string summary_of(const parameter& p);

enum class audience {
  client,
  local,
  hidden
};  // client: talks to a server, so it takes what client_parameters() lists

struct verb {
  std::string_view name;  // "deploy", "nodes add"
  audience whose;
  std::string_view summary;
  std::vector<parameter> parameters;
  int (*run)(invocation&);
};

// Every verb there is, in the order the help lists them.
const std::vector<verb>& all_verbs();

// First words of verbs that have a second one, and what they are about.
struct verb_group {
  std::string_view name, summary;
};
const std::vector<verb_group>& verb_groups();

// Of `known`, what was probably meant; empty when nothing is near.
std::string_view nearest_word(std::string_view typed, const std::vector<std::string_view>& known);

}  // namespace eeveon::cli
