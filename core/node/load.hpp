// How busy a machine is: what its node's script reads there, what a worker tells of it, what is shown.
// Display only and never in the log: whoever reaches the doorbell may tell such numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/events/codec.hpp"

namespace eeveon {

// Absent is what the machine does not tell. Bytes; load1 in hundredths.
struct node_load {
  std::optional<std::int64_t> load1, cores, memory_used, memory_total, disk_used, disk_total;
  static void fields(auto& self, auto& field) {
    field("load1", self.load1);
    field("cores", self.cores);
    field("memory_used", self.memory_used);
    field("memory_total", self.memory_total);
    field("disk_used", self.disk_used);
    field("disk_total", self.disk_total);
  }
  bool operator==(const node_load&) const = default;
};

// Of the script's words, as "load1=0.30", "cores=4", "memory_total=16384" (KiB). What is not a sound number
// is left out.
node_load load_of_words(const std::vector<std::string>& words);
// What no machine can be is left out: negative numbers, more used than there is, and more than a machine has.
node_load sound(node_load told);
// As GET /nodes/load shows it.
json::object shown(const node_load& load, std::string_view at);

struct load_answer {
  std::string check, node, worker;  // as asked, and who answers
  node_load load;
  static void fields(auto& self, auto& field) {
    field("check", self.check);
    field("node", self.node);
    field("worker", self.worker);
    field("load", self.load);
  }
};

}  // namespace eeveon
