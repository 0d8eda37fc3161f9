#include "adapters/blocking/workbench.hpp"

#include "adapters/blocking/pool.hpp"

namespace eeveon::blocking {
namespace {

using namespace std::chrono_literals;

struct nothing {};

class threads final : public workbench {
 public:
  threads(asio::any_io_executor io, int count) : pool_(std::move(io), count, {30s, "this server"}) {}

  asio::awaitable<result<>> run(std::move_only_function<void()> work) override {
    return pool_.run([work = std::move(work)](nothing&) mutable -> result<> {
      try {
        work();
      } catch (const std::exception& thrown) {
        return fail(errc::io, thrown.what(), "workbench");
      }
      return {};
    });
  }

 private:
  pool<nothing> pool_;
};

}  // namespace

std::unique_ptr<workbench> make_workbench(asio::any_io_executor io, int count) {
  return std::make_unique<threads>(std::move(io), count);
}

}  // namespace eeveon::blocking
