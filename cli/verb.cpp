#include "cli/verb.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {

std::string_view parameter::key() const {
  if (is_position()) return name;
  const auto dashes = name.rfind("--");
  return dashes == name.npos ? name.substr(1) : name.substr(dashes + 2);
}

bool parameter::is_called(std::string_view word) const {
  if (is_position()) return false;
  if (word.starts_with("--")) return word.substr(2, word.find('=') - 2) == key();
  const bool has_letter = name.size() > 2 && name[1] != '-';
  return has_letter && word.starts_with(name.substr(0, 2)) && (word.size() == 2 || !value.empty());
}

std::string summary_of(const parameter& p) {
  std::string out(p.summary);
  for (std::size_t i = 0; i < p.choices.size(); ++i) {
    out += i == 0 ? ": " : i + 1 < p.choices.size() ? ", " : " or ";
    out += p.choices[i];
  }
  return out;
}

const std::vector<verb>& all_verbs() {
  static const std::vector<verb> list{
      up(),           server(),      worker(),      migrate(),        deploy(),      rollback(),
      cancel(),       retry(),       mark_done(),   status(),         history(),     audit(),
      dora(),         logs(),        events(),      deliveries(),     apply(),       projects(),
      nodes_add(),    changes(),     why(),         nodes_list(),     nodes_check(), nodes_remove(),
      sign_in(),      dashboard(),   check(),       vacuum(),         raw_api(),     config_view(),
      get_contexts(), use_context(), set_context(), delete_context(), completion(),  man(),
      complete(),     demo_node(),   demo_hook(),
  };
  return list;
}

const std::vector<verb_group>& verb_groups() {
  static const std::vector<verb_group> list{
      {"nodes", "add, list, check and remove the machines releases go to"},
      {"config", "see which settings hold and why; choose between several servers"},
  };
  return list;
}

std::string_view nearest_word(std::string_view typed, const std::vector<std::string_view>& known) {
  const auto distance = [&](std::string_view word) {
    std::vector<std::size_t> row(word.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= typed.size(); ++i) {
      std::size_t corner = std::exchange(row[0], i);
      for (std::size_t j = 1; j <= word.size(); ++j) {
        const auto changed = corner + (typed[i - 1] != word[j - 1]);
        corner = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
      }
    }
    return row.back();
  };
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const auto word : known) {
    if (word.starts_with(typed) && typed.size() > 2) return word;
    if (const auto d = distance(word); d < least) best = word, least = d;
  }
  return best;
}

}  // namespace eeveon::cli
