// Reads the log: folds of single streams are answered many per query, everything else one by one.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/blocking/caller.hpp"
#include "adapters/postgres/pipeline.hpp"
#include "ports/event_store.hpp"

namespace eeveon::pg {

using events_result = result<std::vector<recorded_event>>;
using events_handler = std::move_only_function<void(events_result)>;

// One thread, one connection; whatever was asked while it was busy becomes one query.
class stream_reader {
 public:
  stream_reader(std::string url, asio::any_io_executor io);
  ~stream_reader();
  // On the io thread, as the handler.
  void push(std::string stream, std::int64_t after, events_handler handler);

 private:
  struct asked {
    std::string stream;
    std::int64_t after;
    std::shared_ptr<blocking::caller<events_result>> who;
    std::vector<recorded_event> so_far{};
  };
  void read();
  // Answers; back come those of whose streams there is more.
  static std::vector<asked> deliver(std::vector<asked> batch,
                                    result<std::vector<std::vector<recorded_event>>> answers);

  const std::string url_;
  const asio::any_io_executor io_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<asked> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

// The event of a row whose columns are those of read_log.
recorded_event event_in(const rows& r, int row);
events_result read_log(pipeline& line, std::int64_t after, int limit, const log_filter& filter);
result<std::int64_t> read_head(pipeline& line);
result<std::optional<std::string>> read_document(pipeline& line, const digest& id);
result<std::int64_t> read_checkpoint(pipeline& line, const std::string& name);

}  // namespace eeveon::pg
