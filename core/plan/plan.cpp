#include "core/plan/plan.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace eeveon {
namespace {

json::value sorted(const json::value& value) {
  if (value.is_array()) {
    json::array out;
    for (const auto& item : value.get_array()) out.push_back(sorted(item));
    return out;
  }
  if (!value.is_object()) return value;
  std::vector<std::string_view> keys;
  for (const auto& member : value.get_object()) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  json::object out;
  for (const auto key : keys) out[key] = sorted(value.get_object().at(key));
  return out;
}

json::object to_json(const step& s) {
  return {{"id", s.id},
          {"action", s.action},
          {"target", s.target},
          {"args", s.args},
          {"class", to_string(s.cls)},
          {"attempts", s.attempts},
          {"optional", s.optional},
          {"backoff_ms", s.backoff.count()},
          {"limit_ms", s.limit.count()}};
}

result<step_class> parse_class(std::string_view text) {
  for (const auto cls : {step_class::idempotent, step_class::reconcilable, step_class::at_most_once})
    if (text == to_string(cls)) return cls;
  return fail(errc::corrupt, "unknown step class '" + std::string(text) + "'", "plan");
}

}  // namespace

const node_registered* plan::node(std::string_view name) const {
  for (const auto& n : nodes)
    if (n.name == name) return &n;
  return nullptr;
}

const char* to_string(step_class cls) {
  switch (cls) {
    case step_class::idempotent: return "idempotent";
    case step_class::reconcilable: return "reconcilable";
    case step_class::at_most_once: return "at_most_once";
  }
  return "at_most_once";
}

const step* plan::find(std::string_view id) const {
  for (const auto& st : stages)
    for (const auto& s : st.steps)
      if (s.id == id) return &s;
  return nullptr;
}

std::string canonical_json(const json::value& value) { return json::serialize(sorted(value)); }

std::string canonical_json(const plan& value) {
  json::array stages;
  for (const auto& st : value.stages) {
    json::array steps;
    for (const auto& s : st.steps) steps.push_back(to_json(s));
    stages.push_back(json::object{{"name", st.name}, {"steps", std::move(steps)}});
  }
  json::array nodes;
  for (const auto& node : value.nodes) nodes.push_back(codec::write(node, true));
  return canonical_json(
      json::object{{"kind", value.kind}, {"nodes", std::move(nodes)}, {"stages", std::move(stages)}});
}

digest digest_of(const plan& value) { return sha256(canonical_json(value)); }

result<plan> parse_plan(std::string_view text) {
  boost::system::error_code error;
  const auto parsed = json::parse(text, error);
  if (error) return fail(errc::corrupt, "a stored plan is not JSON", "plan");
  try {
    plan out;
    const auto& root = parsed.as_object();
    out.kind = root.at("kind").as_string();
    if (!codec::read(root.at("nodes"), out.nodes))
      return fail(errc::corrupt, "a stored plan has an odd node", "plan");
    for (const auto& stage_value : root.at("stages").as_array()) {
      stage& st = out.stages.emplace_back();
      st.name = stage_value.at("name").as_string();
      for (const auto& v : stage_value.at("steps").as_array()) {
        step& s = st.steps.emplace_back();
        s.id = v.at("id").as_string();
        s.action = v.at("action").as_string();
        s.target = v.at("target").as_string();
        s.args = v.at("args").as_object();
        const auto cls = parse_class(v.at("class").as_string());
        if (!cls) return std::unexpected(cls.error());
        s.cls = *cls;
        s.attempts = v.at("attempts").to_number<int>();
        s.optional = v.at("optional").as_bool();
        s.backoff = std::chrono::milliseconds(v.at("backoff_ms").to_number<std::int64_t>());
        s.limit = std::chrono::milliseconds(v.at("limit_ms").to_number<std::int64_t>());
      }
    }
    return out;
  } catch (const std::exception&) {
    return fail(errc::corrupt, "a stored plan lacks a field", "plan");
  }
}

}  // namespace eeveon
