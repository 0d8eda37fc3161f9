// What one socket has yet to write, in which order, and what a reader too slow for it loses. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/live/message.hpp"

namespace eeveon {

class outgoing {
 public:
  // More than that may not wait. One message may be larger by itself, and is not counted: a snapshot must
  // arrive, whatever it weighs and whatever waits beside it.
  outgoing(std::size_t most_messages, std::size_t most_bytes)
      : most_messages_(most_messages), most_bytes_(most_bytes) {}

  // A reader too slow for the queue loses what is in it; until it has caught up with the rest of the message
  // that is under way, all that comes is counted and dropped.
  void add(socket_message message);
  // A ping or pong: overtakes messages that have not begun, and takes the place of one that has not.
  void add_own(std::string frame);
  // The close frame: goes when everything else has gone.
  void add_last(std::string frame) { last_ = std::move(frame); }

  // Has nothing to write: neither bytes nor the news that something was lost.
  bool empty() const { return queue_.empty() && own_.empty() && last_.empty() && !behind_; }
  bool has_own() const { return !own_.empty(); }
  std::size_t bytes() const { return bytes_; }  // of messages
  // How large the message is that goes first.
  std::size_t front_size() const { return queue_.empty() ? 0 : queue_.front()->bytes().size(); }

  // The reader lost something and has caught up with what was left: it is to be told next.
  bool has_caught_up() const { return behind_ && queue_.empty(); }
  // Takes messages again; how many were lost meanwhile.
  std::size_t take_up_again();

  // The next bytes, in as many parts as there are room and need for.
  std::size_t next(std::span<std::string_view> parts) const;
  // So many of them have been written.
  void wrote(std::size_t bytes);

 private:
  bool has_room_for(std::size_t size) const;
  void give_up();
  void wrote_messages(std::size_t& bytes, std::size_t most);
  void wrote_own(std::size_t& bytes);

  std::size_t most_messages_, most_bytes_;
  std::vector<socket_message> queue_;
  std::string own_, own_after_;  // the second comes when the first, of which a part has gone, has gone
  std::string last_;
  std::size_t written_ = 0;      // of the front of the queue; not 0: nothing goes between
  std::size_t own_written_ = 0;  // likewise
  std::size_t bytes_ = 0, lost_ = 0;
  std::size_t large_ = 0;  // of bytes_, those of the one message that is larger than all may be
  bool behind_ = false;
};

}  // namespace eeveon
