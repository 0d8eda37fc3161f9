// The way of a webhook that comes alone, from the io thread over an idle writer's connection.
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "adapters/postgres/append_facts.hpp"
#include "adapters/postgres/appender.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

// An answer mostly comes within one write to the disk. So long the io thread looks for it again and again
// between its other work, where it leaves another core to PostgreSQL: to sleep, to be woken and to set up the
// watch on the socket takes up to a seventh of the whole time (docs/decisions/0013).
const std::chrono::microseconds eager(std::thread::hardware_concurrency() > 1 ? 600 : 0);

// What the buffer of any socket takes at once, over TCP and to a PostgreSQL that does not read, so that
// sending does not hold up the io thread. Bodies and data of webhooks shrink to a third on the way.
constexpr std::size_t largest = 32 << 10;

std::size_t size_of(const append_command& webhook) {
  return webhook.from->body.size() + webhook.from->headers.size() + webhook.from->answer.size() +
         webhook.streams.front().events.front().data.size();
}

bool is_on_its_thread(const asio::any_io_executor& io) {
  const auto* context = io.target<asio::io_context::executor_type>();
  return context && context->running_in_this_thread();
}

}  // namespace

struct appender::lone_flight {
  lone_flight(const asio::any_io_executor& io, writer& with, batch one)
      : by(with), taken(std::move(one)), answer(io), until(io) {}

  bool has_landed() {
    const std::scoped_lock hold(guard);
    return landed;
  }

  std::mutex guard;  // the io thread or the destructor lands it
  bool landed = false;
  writer& by;
  batch taken;
  batch_report sent;
  std::chrono::steady_clock::time_point patient_from;
  asio::posix::stream_descriptor answer;  // the connection's own socket
  asio::steady_timer until;               // PostgreSQL has been silent for too long
};

appender::writer* appender::borrow_for(const append_command& command) {
  const append_command* const commands[] = {&command};
  if (!queue_.empty() || busy_ + called_ > 0 || idle_.empty() || !is_one_fact(commands) ||
      size_of(command) > largest || !is_on_its_thread(io_) || EEVEON_SEEDED_BUG("two_transactions"))
    return nullptr;
  auto* const lender = idle_.back();
  idle_.pop_back();
  lender->lent = true;
  ++busy_;
  return lender;
}

void appender::fly(writer& by, pending one) {
  batch taken;
  taken.push_back(std::move(one));
  const auto flight = std::make_shared<lone_flight>(io_, by, std::move(taken));
  auto sent = send_facts(*by.line, commands_of(flight->taken));
  if (!sent) return hand_over(by, {std::move(flight->taken), std::nullopt});
  flight->sent = std::move(*sent);
  {
    const std::scoped_lock lock(mutex_);
    lone_ = flight;
  }
  flight->patient_from = std::chrono::steady_clock::now() + eager;
  look_for_answer(flight);
}

void appender::look_for_answer(std::shared_ptr<lone_flight> flight) {
  if (flight->has_landed()) return;  // and this appender may be gone
  if (!flight->by.line->waits()) return land(*flight);
  if (std::chrono::steady_clock::now() >= flight->patient_from) return watch_for_answer(std::move(flight));
  std::this_thread::yield();
  asio::post(io_, [this, flight = std::move(flight)]() mutable { look_for_answer(std::move(flight)); });
}

void appender::watch_for_answer(std::shared_ptr<lone_flight> flight) {
  boost::system::error_code unwatched;
  flight->answer.assign(flight->by.line->socket(), unwatched);
  if (unwatched) return land(*flight);
  flight->until.expires_after(limits_.silence);
  flight->until.async_wait([this, flight](boost::system::error_code answered) {
    if (answered || flight->has_landed()) return;
    flight->by.line->give_up();
    land(*flight);
  });
  await_answer(std::move(flight));
}

void appender::await_answer(std::shared_ptr<lone_flight> flight) {
  auto& answer = flight->answer;
  answer.async_wait(asio::posix::stream_descriptor::wait_read,
                    [this, flight = std::move(flight)](boost::system::error_code) mutable {
                      if (flight->has_landed()) return;  // and this appender is gone
                      if (flight->by.line->waits()) return await_answer(std::move(flight));
                      land(*flight);
                    });
}

void appender::land(lone_flight& flight) {
  const std::scoped_lock hold(flight.guard);
  if (std::exchange(flight.landed, true)) return;
  flight.until.cancel();
  if (flight.answer.is_open()) flight.answer.release();
  auto report = land_facts(*flight.by.line, std::move(flight.sent));
  if (!report) return hand_over(flight.by, {std::move(flight.taken), std::nullopt});
  if (report->doubt) return hand_over(flight.by, {std::move(flight.taken), std::move(*report)});
  deliver(std::move(flight.taken), std::move(*report));
  give_back(flight.by);
}

void appender::give_back(writer& by) {
  const std::scoped_lock lock(mutex_);
  lone_.reset();
  by.lent = false;
  --busy_;
  idle_.push_back(&by);
  if (stopping_) by.wake.notify_one();
  call_writer();
}

void appender::hand_over(writer& by, task rest) {
  const std::scoped_lock lock(mutex_);
  lone_.reset();
  by.lent = false;
  by.given = std::move(rest);
  wake(by);
}

void appender::land_what_flies() {
  std::shared_ptr<lone_flight> flight;
  {
    const std::scoped_lock lock(mutex_);
    flight = lone_;
  }
  if (flight) land(*flight);
}

}  // namespace eeveon::pg
