#include "server/live/outgoing.hpp"

#include <algorithm>
#include <utility>

namespace eeveon {
namespace {
constexpr std::size_t kept_room = 8;  // messages; an idle socket keeps no more memory than that
}

void outgoing::add(socket_message message) {
  if (behind_) {
    ++lost_;
    return;
  }
  const auto size = message->bytes().size();
  if (!has_room_for(size)) {
    give_up();
    ++lost_;
    return;
  }
  bytes_ += size;
  if (size > most_bytes_) large_ = size;
  queue_.push_back(std::move(message));
}

bool outgoing::has_room_for(std::size_t size) const {
  if (queue_.empty()) return true;
  if (queue_.size() >= most_messages_) return false;
  return size > most_bytes_ ? large_ == 0 : bytes_ - large_ + size <= most_bytes_;
}

void outgoing::give_up() {
  // A message that is under way must be ended, or what follows is no frame.
  const std::size_t kept = written_ > 0 ? 1 : 0;
  lost_ += queue_.size() - kept;
  queue_.resize(kept);
  bytes_ = front_size() - written_;
  large_ = front_size() > most_bytes_ ? bytes_ : 0;
  behind_ = true;
}

std::size_t outgoing::take_up_again() {
  behind_ = false;
  return std::exchange(lost_, 0);
}

void outgoing::add_own(std::string frame) { (own_written_ > 0 ? own_after_ : own_) = std::move(frame); }

std::size_t outgoing::next(std::span<std::string_view> parts) const {
  std::size_t count = 0;
  const auto put = [&](std::string_view bytes) {
    if (!bytes.empty() && count < parts.size()) parts[count++] = bytes;
  };
  std::size_t at = 0;
  if (written_ > 0) put(std::string_view(queue_[at++]->bytes()).substr(written_));
  put(std::string_view(own_).substr(own_written_));
  put(own_after_);
  while (at < queue_.size() && count < parts.size()) put(queue_[at++]->bytes());
  if (at == queue_.size() && !behind_) put(last_);
  return count;
}

void outgoing::wrote(std::size_t bytes) {
  if (written_ > 0) wrote_messages(bytes, 1);
  wrote_own(bytes);
  wrote_messages(bytes, queue_.size());
  last_.erase(0, bytes);
}

void outgoing::wrote_own(std::size_t& bytes) {
  while (bytes > 0 && !own_.empty()) {
    const auto part = std::min(bytes, own_.size() - own_written_);
    bytes -= part;
    own_written_ += part;
    if (own_written_ < own_.size()) return;
    own_ = std::exchange(own_after_, {});
    own_written_ = 0;
  }
}

void outgoing::wrote_messages(std::size_t& bytes, std::size_t most) {
  std::size_t whole = 0;
  while (bytes > 0 && whole < most) {
    const auto left = queue_[whole]->bytes().size() - written_;
    const auto part = std::min(bytes, left);
    if (queue_[whole]->bytes().size() > most_bytes_) large_ -= part;
    bytes -= part;
    bytes_ -= part;
    written_ = part == left ? 0 : written_ + part;
    whole += part == left;
  }
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(whole));
  if (queue_.empty() && queue_.capacity() > kept_room) queue_ = {};
}

}  // namespace eeveon
