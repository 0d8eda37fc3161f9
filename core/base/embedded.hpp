// Files compiled into the executable (SQL statements, migrations, the page, the node's script).
#pragma once

#include <span>
#include <string_view>

namespace eeveon::embedded {

struct file {
  std::string_view path;  // relative to the folder it was embedded from, '/' between parts
  std::string_view bytes;
};

std::span<const file> migrations();
std::span<const file> sql();
std::span<const file> page();
std::span<const file> node_script();
std::span<const file> demo_site();

}  // namespace eeveon::embedded
