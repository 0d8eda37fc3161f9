// The only place that performs: asks an action for its next effect, does it through a port, tells it what
// came of it, until there is a verdict. Deadlines, redaction and the limits of every program are here, once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "core/plan/action.hpp"
#include "ports/artifact_store.hpp"
#include "ports/http_client.hpp"
#include "ports/launcher.hpp"
#include "ports/node_channel.hpp"

namespace eeveon::workers {

enum class step_end { succeeded, failed, unknown, interrupted };

struct step_outcome {
  step_end end = step_end::failed;
  json::object output;
  std::vector<std::string> documents;
  std::string reason;  // redacted
  bool final = false;  // trying again cannot help
};

// Gets output for people, redacted, in any chunking.
using log_sink = std::function<void(std::string_view)>;

class step_performer {
 public:
  struct parts {
    launcher& programs;
    node_channel& nodes;
    artifact_store& artifacts;
    http_client& http;
  };
  explicit step_performer(parts with) : with_(with) {}

  // Never throws for what the world does; a cancelled await ends what runs and is `interrupted`.
  asio::awaitable<step_outcome> perform(step what, step_context context, log_sink to_log);

 private:
  asio::awaitable<observation> observe(effect asked, const step_context& context,
                                       std::function<void(std::string_view)> to_log);
  asio::awaitable<observation> run(run_program asked, std::function<void(std::string_view)> to_log);
  asio::awaitable<observation> call(call_node asked, const step_context& context,
                                    std::function<void(std::string_view)> to_log);
  asio::awaitable<observation> send(send_tree asked, const step_context& context);
  asio::awaitable<observation> pack(pack_tree asked);
  asio::awaitable<observation> probe(probe_http asked);
  asio::awaitable<observation> probe(probe_tcp asked);

  parts with_;
};

}  // namespace eeveon::workers
