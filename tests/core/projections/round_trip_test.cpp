// A projector that forgets, stores, loads and restarts tells the same as one that remembers everything.
#include "core/projections/views.hpp"
#include "tests/core/gate/any_day.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

using table = std::map<row_key, std::string>;

void store(views& from, table& into) {
  for (const auto& row : from.take_changed())
    if (row.body.empty())
      into.erase(row.id);
    else
      into[row.id] = row.body;
}

// As a server does at its start: small kinds whole, of the others what is wanted later.
views restart(const table& rows, const event_log& log, std::size_t upto) {
  views out;
  for (const auto& [id, body] : rows)
    if (id.kind != "deployment" && id.kind != "release") out.load(id, body);
  for (std::size_t i = 0; i < upto; ++i) out.known().apply(log.all()[i]);
  return out;
}

table follow(const event_log& log, std::size_t trim_every, std::size_t restart_every) {
  views fold;
  table rows;
  std::size_t read = 0;
  for (const auto& event : log.all()) {
    for (const auto& id : fold.wants(event))
      if (const auto found = rows.find(id); found != rows.end()) fold.load(id, found->second);
    fold.apply(event);
    ++read;
    store(fold, rows);
    if (trim_every && read % trim_every == 0) fold.trim(0, 0);
    if (restart_every && read % restart_every == 0) fold = restart(rows, log, read);
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(forgetting_and_restarting_change_no_row) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    BOOST_TEST_CONTEXT("day " << seed) {
      gate_story day(pace::one_by_one);
      any_day(day, seed, 50);
      const auto all = follow(day.log, 0, 0);
      BOOST_TEST(all.size() > 20u);
      for (const auto& [trim, again] : {std::pair<std::size_t, std::size_t>{1, 0}, {0, 1}, {3, 11}}) {
        const auto other = follow(day.log, trim, again);
        BOOST_TEST(other.size() == all.size());
        for (const auto& [id, body] : all) {
          const auto found = other.find(id);
          BOOST_TEST((found != other.end() && found->second == body),
                     id.kind << " " << id.key << " trimmed every " << trim << ", restarted every " << again
                             << "\nexpected " << body << "\ngot      "
                             << (found == other.end() ? "" : found->second));
        }
      }
    }
  }
}
