#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <variant>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/read_text.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/project/spec.hpp"
#include "core/project/yaml.hpp"

namespace eeveon::cli {
namespace {

struct spec_file {
  std::string name;
  yaml_document document;
};

// "shop.yaml:12: keep must be …", one line per mistake; the code of wrong usage.
int tell_mistakes(const spec_file& file, const std::vector<failure>& wrong) {
  std::vector<std::pair<int, const failure*>> by_line;  // of one line in the order they were found
  for (const auto& one : wrong) by_line.emplace_back(line_of(file.document, one.where), &one);
  std::ranges::sort(by_line);
  for (const auto& [line, one] : by_line) {
    const auto place = line > 0 ? fmt::format("{}:{}", file.name, line) : file.name;
    const bool told = one->where.empty() || one->detail.starts_with(one->where);
    complain(fmt::format("eeveon: {}: {}{}", place, told ? "" : plain(one->where) + " ", plain(one->detail)));
  }
  if (wrong.size() > 1)
    remark(fmt::format("{} mistakes; nothing of {} was changed", wrong.size(), file.name));
  return wrong_usage;
}

result<spec_file> read_file(const std::string& file) {
  const std::string name = file == "-" ? "standard input" : file;
  const auto text = read_text(file);
  if (!text) return std::unexpected(text.error());
  auto document = read_yaml(*text);
  if (!document) return fail(document.error().code, document.error().detail, name);
  return spec_file{name, std::move(*document)};
}

// What the server finds wrong, each with its field; an older server tells the first only.
std::vector<failure> mistakes_in(const api_reply& reply) {
  std::vector<failure> out;
  for (const auto& one : list_of(reply.body, "errors"))
    out.push_back({errc::invalid, text_of(one, "detail"), text_of(one, "field")});
  if (out.empty()) out.push_back(failure_of(reply));
  return out;
}

std::string shown(const json::value* value) {
  return !value || value->is_null() ? "-"
         : value->is_string()       ? std::string(value->get_string())
                                    : json::serialize(*value);
}

void tell(const invocation& asked, const spec_file& file, const json::value& answer) {
  const bool dry = asked.has("dry-run");
  const auto name = text_of(answer, "project"), became = text_of(answer, "result");
  const auto result = dry && became != "unchanged" ? "would be " + became : became;
  print_answer(asked.chosen().output, answer, {{}, {{name, result}}});
  if (became == "changed")
    for (const auto& one : list_of(answer, "changes"))
      remark(plain(fmt::format("  {}: {} -> {}", text_of(one, "field"), shown(find_in(one, "before")),
                               shown(find_in(one, "after")))));
  for (const auto& one : list_of(answer, "warnings")) {
    const auto field = text_of(one, "field");
    const int line = line_of(file.document, field);
    remark(plain(fmt::format("warning: {}{}: {}: {}", file.name, line > 0 ? fmt::format(":{}", line) : "",
                             field, text_of(one, "detail"))));
  }
}

// The server's answer to a file, or the exit code of what was told of its mistakes.
std::variant<json::value, int> hand_in(api& server, const spec_file& file, bool dry) {
  const auto path = "/api/v1/projects/" + escaped(text_of(file.document.value, "project"));
  const auto reply =
      server.send("PUT", with_query(path, {{"dry_run", dry ? "true" : ""}}), file.document.value);
  if (!reply) return report(reply.error());
  if (reply->status == 400) return tell_mistakes(file, mistakes_in(*reply));
  if (reply->status < 400) {
    auto answer = document_of(*reply);
    if (!answer) return report(answer.error());
    return std::move(*answer);
  }
  auto why = failure_of(*reply);
  const int line = line_of(file.document, why.where);
  if (line > 0) why.where = fmt::format("{}:{}: {}", file.name, line, why.where);
  return report(why);
}

int run(invocation& asked) {
  std::vector<spec_file> files;
  for (const auto& name : asked.all("file")) {
    auto file = read_file(name);
    if (!file) return report(file.error());
    // Checked here before anything is sent, so that of several files all are applied or none.
    if (const auto wrong = spec_mistakes(file->document.value); !wrong.empty())
      return tell_mistakes(*file, wrong);
    // The second would undo the first without a word.
    const auto project = text_of(file->document.value, "project");
    const auto twin = std::ranges::find(
        files, project, [](const auto& other) { return text_of(other.document.value, "project"); });
    if (twin != files.end())
      return report(
          {errc::invalid,
           fmt::format("{} and {} are both of the project {}: hand in one of them; nothing was changed",
                       twin->name, file->name, project),
           ""});
    files.push_back(std::move(*file));
  }
  if (files.empty())
    return report({errc::invalid, "say which file: eeveon apply -f shop.yaml (- reads standard input)", ""});
  auto server = connect(asked.chosen());
  const bool dry = asked.has("dry-run");
  // The server knows of mistakes that cannot be seen here: it looks at all before it takes the first.
  if (files.size() > 1 && !dry)
    for (const auto& file : files)
      if (const auto seen = hand_in(server, file, true); const int* code = std::get_if<int>(&seen))
        return *code;
  for (const auto& file : files) {
    const auto answer = hand_in(server, file, dry);
    if (const int* code = std::get_if<int>(&answer)) return *code;
    tell(asked, file, std::get<json::value>(answer));
  }
  if (dry) remark("nothing was changed");
  return done;
}

}  // namespace

verb apply() {
  return {"apply",
          audience::client,
          "hand in a project's spec",
          {{"-f,--file", "FILE", "YAML or JSON; - is standard input; may be repeated", "",
            parameter::count::many},
           {"--dry-run", "", "let the server check it and say what would change; change nothing"}},
          run};
}

}  // namespace eeveon::cli
