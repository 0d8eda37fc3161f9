// What lists and boards show: rows folded from the log, rebuilt at will. Bodies are opaque to the store.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "ports/event_store.hpp"

namespace eeveon {

struct view_row {
  std::string kind;  // "project", "environment", "node", "release", "deployment"
  std::string key;
  std::int64_t position = 0;  // of the newest event folded into it
  std::string project;
  std::string environment;
  std::string status;
  std::int64_t sort = 0;  // lists are newest first by this
  std::string body;
};

// Empty fields do not filter.
struct view_filter {
  std::string kind;
  std::string project;
  std::string environment;
  std::string status;
  std::int64_t before_sort = 0;  // only rows below; 0: from the newest
  int limit = 50;

  bool matches(const view_row& row) const {
    return row.kind == kind && (project.empty() || row.project == project) &&
           (environment.empty() || row.environment == environment) &&
           (status.empty() ? row.status != "removed" : row.status == status) &&
           (before_sort == 0 || row.sort < before_sort);
  }
};

// Where a fold goes on from.
struct stored_views {
  std::int64_t position = 0;  // of the checkpoint
  std::vector<view_row> rows;
};

class read_models {
 public:
  virtual ~read_models() = default;
  // The rows that exist, in any order.
  virtual asio::awaitable<result<std::vector<view_row>>> load(std::string kind,
                                                              std::vector<std::string> keys) = 0;
  virtual asio::awaitable<result<std::vector<view_row>>> load_all(std::string kind) = 0;
  // The rows exactly as of the checkpoint, whoever stores meanwhile: all of the kinds in `whole`, and the
  // `newest` of each of the others.
  virtual asio::awaitable<result<stored_views>> resume(std::string checkpoint_name,
                                                       std::vector<std::string> whole,
                                                       std::vector<std::string> others, int newest) = 0;
  // Upserts the rows and moves the checkpoint in one transaction; errc::conflict, and nothing stored, when
  // the checkpoint was not at move.from. A key may stand once per call.
  virtual asio::awaitable<result<>> store(std::vector<view_row> rows, checkpoint_move move) = 0;
  virtual asio::awaitable<result<std::vector<view_row>>> list(view_filter filter) = 0;
  // Removes every row and sets the checkpoint to 0: the start of a rebuild.
  virtual asio::awaitable<result<>> clear(std::string checkpoint_name) = 0;
};

}  // namespace eeveon
