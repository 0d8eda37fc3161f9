// The whole fold as text and back: what a snapshot of the past holds.
#include "core/projections/views.hpp"

namespace eeveon {
namespace {

constexpr std::string_view damaged = "a stored fold does not read back";

template <class Rows>
void put_rows(std::string& out, std::string_view name, const Rows& rows) {
  out.append(out.empty() ? "{\"" : ",\"").append(name).append("\":", 2);
  char before = '{';
  for (const auto& [key, row] : rows) {
    out += std::exchange(before, ',');
    put_json_string(out, key);
    out += ':';
    codec::text_writer{out, true}.put(row);
  }
  out += rows.empty() ? "{}" : "}";
}

// Calls `put(name, row)` for each row that stands under `name`; tells whether all of it was read.
template <class Row, class Put>
bool read_rows(const json::object& all, std::string_view name, Put put) {
  const auto* rows = all.if_contains(name);
  if (!rows || !rows->is_object()) return false;
  for (const auto& member : rows->get_object()) {
    Row row;
    if (!codec::read(member.value(), row)) return false;
    put(std::string(member.key()), std::move(row));
  }
  return true;
}

}  // namespace

std::string views::write() const {
  std::string out;
  put_rows(out, "projects", projects_);
  put_rows(out, "environments", environments_);
  put_rows(out, "nodes", nodes_);
  put_rows(out, "deployments", deployments_);
  put_rows(out, "releases", releases_);
  put_rows(out, "known_projects", directory_.projects());
  put_rows(out, "known_nodes", directory_.nodes());
  return out += '}';
}

result<views> views::read(std::string_view text) {
  boost::system::error_code error;
  json::monotonic_resource arena;
  const auto value = json::parse(json::string_view(text.data(), text.size()), error, &arena);
  if (error || !value.is_object()) return fail(errc::corrupt, std::string(damaged), "views");
  const auto& all = value.get_object();
  views out;
  const auto into = [](auto& rows) {
    return [&rows](std::string key, auto row) { rows.insert_or_assign(std::move(key), std::move(row)); };
  };
  const bool whole =
      read_rows<project_row>(all, "projects", into(out.projects_)) &&
      read_rows<environment_row>(all, "environments", into(out.environments_)) &&
      read_rows<node_row>(all, "nodes", into(out.nodes_)) &&
      read_rows<deployment_row>(all, "deployments", into(out.deployments_)) &&
      read_rows<release_row>(all, "releases", into(out.releases_)) &&
      read_rows<project_entry>(all, "known_projects",
                               [&](const std::string& name, project_entry entry) {
                                 out.directory_.load(name, std::move(entry));
                               }) &&
      read_rows<node_registered>(all, "known_nodes", [&](const std::string&, node_registered node) {
        out.directory_.load(std::move(node));
      });
  if (!whole) return fail(errc::corrupt, std::string(damaged), "views");
  return out;
}

// Strings, mostly: by what a row of each kind has taken when it was measured.
std::size_t views::bytes() const {
  constexpr std::size_t row = 1200, entry = 400, spec = 6000;
  std::size_t lines = 0;
  for (const auto& [key, environment] : environments_)
    lines += environment.history.size() + environment.outcomes.size() + environment.waiting.size() +
             environment.quarantine.size() + environment.nodes.size();
  for (const auto& [name, node] : nodes_) lines += node.live.size() + node.checks.size();
  const auto rows =
      deployments_.size() + releases_.size() + environments_.size() + nodes_.size() + projects_.size();
  return sizeof(views) + rows * row + lines * entry + directory_.projects().size() * spec +
         directory_.nodes().size() * row;
}

}  // namespace eeveon
