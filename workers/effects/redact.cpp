#include "workers/effects/redact.hpp"

#include <algorithm>
#include <array>

namespace eeveon::workers {
namespace {

// A text without an end of line is handed on at this size all the same; a secret across the seam of so long a line is
// kept whole by holding back the longest needle.
constexpr std::size_t longest_wait = 64 * 1024;

std::string base64(std::string_view in) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  // Only whole groups: what follows a secret inside a longer text changes its last letters.
  for (std::size_t i = 0; i + 3 <= in.size(); i += 3) {
    const unsigned group = static_cast<unsigned char>(in[i]) << 16 | static_cast<unsigned char>(in[i + 1]) << 8 | static_cast<unsigned char>(in[i + 2]);
    for (int shift = 18; shift >= 0; shift -= 6) out += letters[group >> shift & 63];
  }
  return out;
}

std::string url_encoded(std::string_view in) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : in) {
    if (std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') out += static_cast<char>(c);
    else (out += '%') += digits[c >> 4], out += digits[c & 15];
  }
  return out;
}

bool is_token_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

// Shapes of well-known tokens: a prefix and at least so many letters.
struct shape {
  std::string_view prefix;
  std::size_t letters;
};
constexpr std::array<shape, 11> shapes{{{"ghp_", 30}, {"gho_", 30}, {"ghs_", 30}, {"ghu_", 30}, {"github_pat_", 30}, {"glpat-", 18}, {"AKIA", 16},
                                        {"xoxb-", 20}, {"xoxp-", 20}, {"eev_", 30}, {"sk_live_", 20}}};

void hide_shapes(std::string& text) {
  for (const auto& [prefix, letters] : shapes) {
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
      if (at > 0 && is_token_letter(text[at - 1])) continue;
      auto end = at + prefix.size();
      while (end < text.size() && is_token_letter(text[end])) ++end;
      if (end - at - prefix.size() >= letters) text.replace(at, end - at, redacted_mark);
    }
  }
  // scheme://user:password@host
  for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const auto end = text.find_first_of(" /\n\"'", at + 3);
    const auto sign = text.rfind('@', end == std::string::npos ? text.size() : end);
    const auto colon = text.find(':', at + 3);
    if (sign != std::string::npos && sign > at + 3 && colon != std::string::npos && colon < sign)
      text.replace(colon + 1, sign - colon - 1, redacted_mark);
  }
}

}  // namespace

redactor::redactor(const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (secret.size() < 4) continue;  // hiding such a one would hide half of every word
    for (auto& needle : {secret, url_encoded(secret), base64(secret)})
      if (needle.size() >= 4) needles_.push_back(needle);
  }
  std::sort(needles_.begin(), needles_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string redactor::line(std::string_view text) const {
  std::string out(text);
  for (const auto& needle : needles_)
    for (auto at = out.find(needle); at != std::string::npos; at = out.find(needle, at + redacted_mark.size()))
      out.replace(at, needle.size(), redacted_mark);
  hide_shapes(out);
  return out;
}

void redactor::pass(std::string_view text, const std::function<void(std::string_view)>& out) {
  rest_ += text;
  auto ready = rest_.rfind('\n');
  if (ready == std::string::npos) {
    const auto held = needles_.empty() ? 256 : std::max<std::size_t>(256, needles_.front().size());
    if (rest_.size() < longest_wait + held) return;
    ready = rest_.size() - held - 1;
  }
  out(line(std::string_view(rest_).substr(0, ready + 1)));
  rest_.erase(0, ready + 1);
}

void redactor::finish(const std::function<void(std::string_view)>& out) {
  if (!rest_.empty()) out(line(rest_));
  rest_.clear();
}

}  // namespace eeveon::workers
