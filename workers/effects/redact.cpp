#include "workers/effects/redact.hpp"

#include <algorithm>
#include <array>

#include "workers/effects/unescaped.hpp"

namespace eeveon::workers {
namespace {

// A text without an end of line is handed on at this size all the same: hidden first, and all but its end,
// where a value may have begun.
constexpr std::size_t longest_wait = 64 * 1024;
constexpr std::size_t least_held = 256;
// A letter may be written with up to seven: as \\u0041, in JSON within JSON.
constexpr std::size_t widest_letter = 7;
// Of a value of several lines each line that says something is a secret of its own; "}" is not.
constexpr std::size_t least_line = 8;

// The letters that `in` has in the base64 of any text in which `before` (modulo three) bytes stand before it.
std::string base64(std::string_view secret, std::size_t before) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto in = std::string(before, '\0') + std::string(secret);
  std::string out;
  // Only whole groups: what follows a secret changes its last letters, as what stands before it does the
  // first.
  for (std::size_t i = 0; i + 3 <= in.size(); i += 3) {
    const unsigned group = static_cast<unsigned char>(in[i]) << 16 |
                           static_cast<unsigned char>(in[i + 1]) << 8 | static_cast<unsigned char>(in[i + 2]);
    for (int shift = 18; shift >= 0; shift -= 6) out += letters[group >> shift & 63];
  }
  return out.substr(std::min(out.size(), before == 0 ? 0 : before + 1));
}

std::string url_encoded(std::string_view in, std::string_view digits) {
  std::string out;
  for (const unsigned char c : in) {
    if (std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~')
      out += static_cast<char>(c);
    else
      (out += '%') += digits[c >> 4], out += digits[c & 15];
  }
  return out;
}

bool is_token_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

// Shapes of well-known tokens: a prefix and at least so many letters.
struct shape {
  std::string_view prefix;
  std::size_t letters;
};
constexpr std::array<shape, 11> shapes{{{"ghp_", 30},
                                        {"gho_", 30},
                                        {"ghs_", 30},
                                        {"ghu_", 30},
                                        {"github_pat_", 30},
                                        {"glpat-", 18},
                                        {"AKIA", 16},
                                        {"xoxb-", 20},
                                        {"xoxp-", 20},
                                        {"eev_", 30},
                                        {"sk_live_", 20}}};

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
    // Of these letters alone: who looks through all of the text for each address hangs on a text full of
    // them.
    const auto authority = std::string_view(text).substr(at + 3, end - at - 3);
    const auto sign = authority.rfind('@'), colon = authority.find(':');
    if (sign != authority.npos && colon < sign)
      text.replace(at + 3 + colon + 1, sign - colon - 1, redacted_mark);
  }
}

}  // namespace

redactor::redactor(const std::vector<std::string>& secrets) {
  const auto hide = [this](std::string needle, std::size_t least) {
    if (needle.size() >= least) needles_.push_back(std::move(needle));
  };
  for (const std::string_view secret : secrets) {
    if (secret.size() < 4) continue;  // hiding such a one would hide half of every word
    hide(url_encoded(secret, "0123456789ABCDEF"), 4);
    hide(url_encoded(secret, "0123456789abcdef"), 4);
    for (const std::size_t before : {0u, 1u, 2u}) hide(base64(secret, before), 5);
    const auto whole = secret.substr(0, secret.find_last_not_of("\r\n") + 1);
    const bool several = whole.find_first_of("\r\n") != whole.npos;
    if (several) whole_.emplace_back(whole);
    // Output is handed on line by line, so a value of several lines is hidden by its lines.
    for (auto rest = whole; !rest.empty();) {
      auto line = rest.substr(0, rest.find_first_of("\r\n"));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      hide(std::string(line), several ? least_line : 4);
    }
  }
  std::size_t longest = 0;
  for (const auto* all : {&needles_, &whole_})
    for (const auto& needle : *all) longest = std::max(longest, needle.size() * widest_letter);
  held_ = std::max(least_held, longest);
  std::sort(needles_.begin(), needles_.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string redactor::line(std::string_view text) const {
  std::string out(text);
  hide_escaped(out);  // first, while a key in one line is still whole
  for (const auto& needle : needles_)
    for (auto at = out.find(needle); at != std::string::npos;
         at = out.find(needle, at + redacted_mark.size()))
      out.replace(at, needle.size(), redacted_mark);
  hide_shapes(out);
  return out;
}

void redactor::hide_escaped(std::string& text) const {
  if (needles_.empty() && whole_.empty()) return;
  for (int times = 1; times <= 2; ++times) {
    if (text.find('\\') == std::string::npos) return;
    const auto plain = undo_escapes(text, times);
    std::vector<std::pair<std::size_t, std::size_t>> found;  // in `text`: where it begins, where it ends
    for (const auto* all : {&whole_, &needles_})
      for (const auto& needle : *all)
        for (auto at = plain.text.find(needle); at != std::string::npos;
             at = plain.text.find(needle, at + needle.size()))
          found.emplace_back(plain.from[at], plain.from[at + needle.size()]);
    std::sort(found.begin(), found.end());
    std::string out;
    std::size_t done = 0;
    for (const auto& [begin, end] : found) {
      if (begin >= done) (out += std::string_view(text).substr(done, begin - done)) += redacted_mark;
      done = std::max(done, end);
    }
    text = out + text.substr(done);
  }
}

void redactor::pass(std::string_view text, const std::function<void(std::string_view)>& out) {
  rest_ += text;
  auto ready = rest_.rfind('\n');
  if (ready == std::string::npos) {
    if (rest_.size() < longest_wait + held_) return;
    rest_ = line(rest_);
    if (rest_.size() <= held_) return;
    ready = rest_.size() - held_ - 1;
    while (ready > 0 && rest_[ready] == '\\') --ready;  // no seam within an escape
  }
  out(line(std::string_view(rest_).substr(0, ready + 1)));
  rest_.erase(0, ready + 1);
}

void redactor::finish(const std::function<void(std::string_view)>& out) {
  if (!rest_.empty()) out(line(rest_));
  rest_.clear();
}

}  // namespace eeveon::workers
