#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/project/spec.hpp"
#include "core/project/yaml.hpp"

namespace eeveon::cli {
namespace {

// Reads and checks a spec here, so that a mistake is told with its file before anything is sent.
result<json::value> read_spec(const std::string& file) {
  const auto with_file = [&](failure why) {
    if (!why.where.empty() && !why.detail.starts_with(why.where)) why.detail = why.where + " " + why.detail;
    why.where = file;
    return std::unexpected(std::move(why));
  };
  std::string text;
  if (file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream in(file);
    if (!in) return fail(errc::invalid, "cannot be read", file);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  auto value = yaml_to_json(text);
  if (!value) return with_file(std::move(value.error()));
  if (auto spec = parse_spec(*value); !spec) return with_file(std::move(spec.error()));
  return value;
}

int run(invocation& asked) {
  std::vector<json::value> specs;
  for (const auto& file : asked.all("file")) {
    auto spec = read_spec(file);
    if (!spec) return report(spec.error());
    specs.push_back(std::move(*spec));
  }
  if (specs.empty())
    return report({errc::invalid, "say which file: eeveon apply -f shop.yaml (- reads standard input)", ""});
  if (asked.has("dry-run"))
    return remark("every spec reads well; the server was not asked and nothing was changed"), done;
  auto server = connect(asked.chosen());
  for (const auto& spec : specs) {
    const auto name = text_of(spec, "project");
    const auto answer = server.put("/api/v1/projects/" + escaped(name), spec);
    if (!answer) return report(answer.error());
    print_answer(asked.chosen().output, *answer, {{}, {{name}}});
  }
  return done;
}

}  // namespace

verb apply() {
  return {"apply",
          audience::client,
          "hand in a project's spec",
          {{"-f,--file", "FILE", "YAML or JSON; - is standard input; may be repeated", "",
            parameter::count::many},
           {"--dry-run", "", "only check it"}},
          run};
}

}  // namespace eeveon::cli
