#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>

#include "cli/exit_code.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/setting_files.hpp"
#include "cli/up/folder.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

namespace fs = std::filesystem;

int list(invocation& asked) {
  json::array all;
  table out{{"CURRENT", "CONTEXT", "URL", "TOKEN"}, {}};
  out.id = {1};
  for (const auto& name : contexts()) {
    const auto found = read_context(name);
    if (!found) return report(found.error());
    const auto said = [&](std::string_view key) {
      const auto value = found->values.find(key);
      return value == found->values.end() ? std::string{} : value->second;
    };
    const bool current = name == asked.chosen().context;
    const auto file = said("token-file");
    const auto token = !said("token").empty() ? "in " + found->file.string() : file.empty() ? "none" : file;
    out.rows.push_back({current ? "*" : "", name, said("url"), token});
    all.push_back(
        json::object{{"context", name}, {"current", current}, {"url", said("url")}, {"token", token}});
  }
  if (out.rows.empty()) remark("there is none yet: eeveon config set-context NAME --url URL");
  print_answer(asked.chosen().output, json::object{{"contexts", std::move(all)}}, out);
  return done;
}

int use(invocation& asked) {
  const auto name = asked.text("CONTEXT");
  if (const auto chosen = choose_context(name); !chosen) return report(chosen.error());
  remark(name.empty() ? "no context holds" : "from here on: " + name);
  return done;
}

// As JSON, which is YAML as well and quotes whatever stands in it.
result<std::string> context_text(const invocation& asked) {
  if (!asked.has("url")) return fail(errc::invalid, "is missing: as https://deploy.example.com", "--url");
  const auto url = asked.text("url");
  if (!url.starts_with("http://") && !url.starts_with("https://"))
    return fail(errc::invalid, "the server's address must begin with http:// or https://", "--url");
  std::string out = "url: " + json::serialize(json::string(url)) + "\n";
  if (asked.has("token-file") && asked.has("token-stdin"))
    return fail(errc::invalid, "say one of --token-file and --token-stdin");
  if (asked.has("token-file")) {
    const setting_layer named{.origin = {}, .values = {{"token-file", asked.text("token-file")}}};
    if (const auto token = token_of(named); !token) return std::unexpected(token.error());
    std::error_code ignored;
    const auto whole = asked.text("token-file").starts_with("~/")
                           ? asked.text("token-file")
                           : fs::absolute(asked.text("token-file"), ignored).string();
    out += "token_file: " + json::serialize(json::string(whole)) + "\n";
  }
  if (asked.has("token-stdin")) {
    const auto token = read_secret("the token (it is not shown):");
    if (token.empty()) return fail(errc::invalid, "no token on standard input", "--token-stdin");
    out += "token: " + json::serialize(json::string(token)) + "\n";
  }
  return out;
}

int set(invocation& asked) {
  const auto name = asked.text("CONTEXT");
  const auto file = context_file(name);
  if (!file) return report(file.error());
  const auto text = context_text(asked);
  if (!text) return report(text.error());
  std::error_code wrong;
  fs::create_directories(file->parent_path(), wrong);
  if (wrong) return report({errc::io, wrong.message(), file->parent_path().string()});
  fs::permissions(file->parent_path(), fs::perms::owner_all, wrong);
  if (const auto written = up::write_file(*file, *text, 0600); !written) return report(written.error());
  remark(fmt::format("kept in {}; choose it with: eeveon config use-context {}", file->string(), name));
  return done;
}

int remove(invocation& asked) {
  const auto name = asked.text("CONTEXT");
  if (const auto there = read_context(name); !there && there.error().code == errc::not_found)
    return report(there.error());
  std::error_code wrong;
  fs::remove(*context_file(name), wrong);
  if (wrong) return report({errc::io, wrong.message(), context_file(name)->string()});
  if (chosen_context() != name) return done;
  if (const auto none = choose_context(""); !none) return report(none.error());
  remark("it was the chosen one: no context holds any more");
  return done;
}

}  // namespace

verb get_contexts() {
  return {"config get-contexts", audience::client, "the servers that have a name here", {}, list};
}

verb use_context() {
  return {"config use-context",
          audience::local,
          "choose the server that is asked from here on",
          {{"CONTEXT", "", "of eeveon config get-contexts; without it none is chosen any more", "",
            parameter::count::optional}},
          use};
}

verb set_context() {
  return {"config set-context",
          audience::local,
          "give a server a name, with the token that goes there and nowhere else",
          {{"CONTEXT", "", "1 to 63 letters, digits, '.', '_' and '-'"},
           {"--url", "URL", "the server"},
           {"--token-file", "FILE", "holds the token, readable by its owner alone"},
           {"--token-stdin", "", "take the token from standard input and keep it here"}},
          set};
}

verb delete_context() {
  return {"config delete-context",
          audience::local,
          "forget a server's name and its token",
          {{"CONTEXT", "", "of eeveon config get-contexts"}},
          remove};
}

}  // namespace eeveon::cli
