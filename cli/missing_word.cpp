#include "cli/missing_word.hpp"

#include <algorithm>

#include "cli/setting_keys.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {
namespace {

const verb* verb_of(const std::vector<std::string>& typed) {
  const verb* best = nullptr;
  for (const auto& v : all_verbs()) {
    const bool two = v.name.find(' ') != v.name.npos;
    if (typed.size() < (two ? 3u : 2u)) continue;  // the verb itself is still being typed
    if (v.name == (two ? typed[0] + " " + typed[1] : typed[0])) best = &v;
  }
  return best;
}

// Does the option bring its value along, as "--limit=5" or "-ojson"?
bool is_attached(const std::string& word) {
  return word.starts_with("--") ? word.find('=') != word.npos : word.size() > 2;
}

const parameter* option_of(const verb& v, const std::string& word) {
  for (const auto* list : {&v.parameters, &client_parameters()})
    for (const auto& p : *list)
      if (p.is_called(word)) return &p;
  return nullptr;
}

}  // namespace

missing_word find_missing_word(const std::vector<std::string>& typed) {
  missing_word out;
  const auto* v = verb_of(typed);
  if (!v) return out;
  std::vector<const parameter*> positions;
  for (const auto& p : v->parameters)
    if (p.is_position()) positions.push_back(&p);
  std::size_t place = 0;
  const std::size_t first = v->name.find(' ') != v->name.npos ? 2 : 1;
  for (std::size_t i = first; i + 1 < typed.size(); ++i) {
    if (const auto* option = option_of(*v, typed[i])) {
      if (option->value.empty() || is_attached(typed[i])) continue;
      if (i + 2 == typed.size()) {
        out.choices = option->choices;
        // A context is called by its name wherever it is named.
        out.what = option->value == "CONTEXT" ? option->value : option->key();
        return out;
      }
      ++i;
      for (const auto* key : {"url", "token", "token-file", "context"})
        if (option->key() == key) out.flags[key] = typed[i];
    } else if (!typed[i].starts_with('-')) {
      if (place < positions.size() && positions[place]->name == "PROJECT") out.project = typed[i];
      ++place;
    }
  }
  if (typed.back().starts_with('-') || place >= positions.size()) return out;
  out.what = positions[place]->name;
  out.choices = positions[place]->choices;
  // The name of a node that is to be added is nobody's yet.
  if (out.what == "NAME") out.what = v->name == "nodes add" ? "" : "NODE";
  return out;
}

}  // namespace eeveon::cli
