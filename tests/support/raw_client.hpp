// A blocking TCP client that sends exactly the bytes a test names and reads what comes back, bounded in time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eeveon::test {

struct raw_reply {
  int status = 0;                                            // 0: nothing came
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case
  std::string body;
  std::string header(std::string_view name) const;
};

class raw_client {
 public:
  // Connects to 127.0.0.1; every wait ends after `patience_ms`.
  explicit raw_client(std::uint16_t port, int patience_ms = 5000);
  ~raw_client();
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;

  bool send(std::string_view bytes);  // false when the peer has closed
  // One reply, by its Content-Length; `to_head`: the answer to HEAD.
  raw_reply reply(bool to_head = false);
  // Everything until the peer closes; `closed` tells whether it did in time.
  std::string rest(bool& closed);
  bool closes();  // reads and drops until the end; false when it did not come
  void shut_down_sending();
  std::string read_some();  // empty at the end or when nothing comes

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
  bool at_end_ = false;
};

}  // namespace eeveon::test
