#include "tests/contract/event_store_contract.hpp"

#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

namespace eeveon::test {

namespace {

using namespace std::chrono_literals;

errc code(const result<append_outcome>& outcome) {
  BOOST_REQUIRE(!outcome);
  return outcome.error().code;
}

void positions_follow_each_other(store_under_test& s) {
  for (int i = 1; i <= 5; ++i) {
    const auto outcome = s.append(fact(i % 2 ? "a" : "b"));
    BOOST_REQUIRE(outcome);
    BOOST_TEST(outcome->position == i);
  }
  const auto log = s.log();
  BOOST_REQUIRE(log.size() == 5u);
  BOOST_TEST(log[4].stream == "a");
  BOOST_TEST(log[4].version == 3);
  BOOST_TEST(log[4].data == R"({"n":1})");
  BOOST_TEST(log[4].recorded_at.us > 1'700'000'000'000'000);
  BOOST_TEST(wait(s.io, s.events->head()).value() == 5);
}

void a_command_reaches_all_its_streams_or_none(store_under_test& s) {
  BOOST_REQUIRE(s.append(decision("a", 0)));
  auto both = decision("b", 0);
  both.streams.push_back({"a", 0, {{.type = "thing_happened", .data = "{}"}}});
  BOOST_TEST((code(s.append(both)) == errc::conflict));
  BOOST_TEST(wait(s.io, s.events->read_stream("b")).value().empty());
  both.streams[1].expected = 1;
  BOOST_TEST(s.append(both)->position == 3);
  BOOST_TEST(wait(s.io, s.events->read_stream("a", 1)).value().at(0).position == 3);
}

void a_replayed_delivery_is_answered_duplicate(store_under_test& s) {
  const auto first = s.append(delivered("d1", "body"));
  BOOST_REQUIRE(s.append(fact("other")));
  const auto again = s.append(delivered("d1", "body"));
  BOOST_REQUIRE(again);
  BOOST_TEST(again->duplicate);
  BOOST_TEST(again->position == first->position);
  BOOST_TEST(again->answer == R"({"ok":true})");
  BOOST_TEST((code(s.append(delivered("d1", "changed"))) == errc::duplicate_body));
  BOOST_TEST(s.log().size() == 2u);
  BOOST_TEST(s.log()[0].delivery == "github/default/d1");
  BOOST_TEST(s.append(delivered("d2", "body"))->position == 3);
}

void a_lost_command_burns_no_delivery(store_under_test& s) {
  auto command = delivered("d1", "body");
  command.streams[0].expected = 7;
  BOOST_TEST((code(s.append(command)) == errc::conflict));
  command.streams[0].expected = 0;
  const auto outcome = s.append(command);
  BOOST_REQUIRE(outcome);
  BOOST_TEST(!outcome->duplicate);
}

void a_queued_run_is_claimed_once_until_its_lease_ends(store_under_test& s) {
  BOOST_REQUIRE(s.append(start_run("run_1", "")));
  const auto first = s.append(claim("run_1", "w1", 60s));
  BOOST_REQUIRE(first);
  BOOST_TEST(first->attempts == 1);
  BOOST_TEST(s.run("run_1").fence == first->first_position);
  BOOST_TEST(s.run("run_1").owner == "w1");
  BOOST_TEST((code(s.append(claim("run_1", "w2", 60s))) == errc::conflict));
  BOOST_TEST(wait(s.io, s.runs->end_leases("w1")).value() == 1);
  const auto second = s.append(claim("run_1", "w2", 60s));
  BOOST_REQUIRE(second);
  BOOST_TEST(second->attempts == 2);
  BOOST_TEST((code(s.append(guarded("run_1", first->first_position))) == errc::fenced));
  BOOST_TEST(s.append(guarded("run_1", second->first_position)).has_value());
  BOOST_TEST((code(s.append(claim("run_none", "w2", 60s))) == errc::not_found));
}

void an_environment_has_one_open_run(store_under_test& s) {
  BOOST_REQUIRE(s.append(start_run("run_1", "shop/production")));
  BOOST_TEST((code(s.append(start_run("run_2", "shop/production"))) == errc::conflict));
  BOOST_TEST(wait(s.io, s.events->read_stream("deployment-run_2")).value().empty());
  BOOST_REQUIRE(s.append(start_run("run_3", "shop/staging")));
  const auto fence = s.append(claim("run_1", "w1", 60s))->first_position;
  auto finish = guarded("run_1", fence);
  finish.moves.push_back({"run_1", run_state::done});
  finish.runs.push_back({"run_2", "deployment-run_2", "shop/production", "deploy"});
  BOOST_REQUIRE(s.append(finish));
  BOOST_TEST(s.run("run_1").state == "done");
  BOOST_TEST(s.run("run_2").state == "queued");
  BOOST_TEST((code(s.append(guarded("run_1", fence))) == errc::fenced));
}

void a_run_handed_back_keeps_its_environment(store_under_test& s) {
  BOOST_REQUIRE(s.append(start_run("run_1", "shop/production")));
  auto fence = s.append(claim("run_1", "w1", 60s))->first_position;
  auto back = guarded("run_1", fence);
  back.moves.push_back({"run_1", run_state::queued, false});
  BOOST_REQUIRE(s.append(back));
  BOOST_TEST(s.run("run_1").attempts == 0);
  BOOST_TEST((code(s.append(start_run("run_2", "shop/production"))) == errc::conflict));
  fence = s.append(claim("run_1", "w2", 60s))->first_position;
  auto stuck = guarded("run_1", fence);
  stuck.moves.push_back({"run_1", run_state::needs_attention});
  BOOST_REQUIRE(s.append(stuck));
  BOOST_REQUIRE(s.append(start_run("run_2", "shop/production")));
  auto retry = fact("deployment-run_1");
  retry.moves.push_back({"run_1", run_state::queued});
  BOOST_TEST((code(s.append(retry)) == errc::conflict));
}

void a_checkpoint_moves_only_from_where_it_was_read(store_under_test& s) {
  auto command = fact("a");
  command.checkpoint = checkpoint_move{"reactor", 0, 10};
  BOOST_REQUIRE(s.append(command));
  BOOST_TEST((code(s.append(command)) == errc::conflict));
  BOOST_TEST(s.log().size() == 1u);
  append_command bare;
  bare.actor = "reactor";
  bare.checkpoint = checkpoint_move{"reactor", 10, 12};
  BOOST_TEST(s.append(bare)->position == 0);
  BOOST_TEST(wait(s.io, s.events->checkpoint("reactor")).value() == 12);
  BOOST_TEST(wait(s.io, s.events->checkpoint("unknown")).value() == 0);
}

void documents_are_written_with_their_events(store_under_test& s) {
  auto command = fact("a");
  command.documents.push_back({sha256("plan"), "plan"});
  BOOST_REQUIRE(s.append(command));
  BOOST_REQUIRE(s.append(command));
  BOOST_TEST(wait(s.io, s.events->document_body(sha256("plan"))).value().value() == "plan");
  BOOST_TEST(!wait(s.io, s.events->document_body(sha256("other"))).value().has_value());
}

void the_log_is_read_by_stream_and_type(store_under_test& s) {
  for (int i = 0; i < 6; ++i)
    BOOST_REQUIRE(s.append(fact(i % 2 ? "a" : "b", i < 3 ? "x_happened" : "y_happened")));
  BOOST_TEST(wait(s.io, s.events->read_log(0, 10, {.stream = "a"})).value().size() == 3u);
  BOOST_TEST(wait(s.io, s.events->read_log(0, 10, {.type = "y_happened"})).value().size() == 3u);
  BOOST_TEST(wait(s.io, s.events->read_log(2, 10, {.stream = "a", .type = "y_happened"})).value().size() ==
             2u);
  BOOST_TEST(wait(s.io, s.events->read_log(2, 3)).value().size() == 3u);
  BOOST_TEST(wait(s.io, s.events->read_log(0, 10, {.type = "y_happened", .until = 4})).value().size() == 1u);
}

void streams_are_read_by_their_prefix(store_under_test& s) {
  for (const auto* stream : {"node-2", "project-a", "node-1", "nodes", "node-2"})
    BOOST_REQUIRE(s.append(fact(stream)));
  const auto nodes = wait(s.io, s.events->read_log(0, 10, {.stream_prefix = "node-"})).value();
  BOOST_REQUIRE(nodes.size() == 3u);
  BOOST_TEST(nodes[0].position == 1);
  BOOST_TEST(nodes[1].stream == "node-1");
  BOOST_TEST(nodes[2].version == 2);
  BOOST_TEST(wait(s.io, s.events->read_log(1, 1, {.stream_prefix = "node-"})).value().at(0).position == 3);
}

void a_misshapen_command_is_refused(store_under_test& s) {
  auto twice = fact("a");
  twice.streams.push_back(twice.streams[0]);
  BOOST_TEST((code(s.append(twice)) == errc::invalid));
  auto empty = fact("a");
  empty.streams[0].events.clear();
  BOOST_TEST((code(s.append(empty)) == errc::invalid));
}

asio::awaitable<void> collect(event_store& store, append_command command,
                              std::vector<result<append_outcome>>& out, std::size_t at) {
  out[at] = co_await store.append(std::move(command));
}

// Pushed together, they meet in one batch: each must see what the winners before it did.
std::vector<result<append_outcome>> together(store_under_test& s, std::vector<append_command> commands) {
  std::vector<result<append_outcome>> outcomes(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i)
    asio::co_spawn(s.io, collect(*s.events, std::move(commands[i]), outcomes, i), asio::detached);
  s.io.restart();
  s.io.run();
  return outcomes;
}

void versions_are_checked_in_order_within_a_batch(store_under_test& s) {
  BOOST_REQUIRE(s.append(fact("warm up")));
  const auto o = together(s, {fact("x"), decision("a", 0), decision("a", 0), decision("a", 1),
                              decision("b", 3), fact("b"), decision("a", 1)});
  BOOST_TEST(o[1].has_value());
  BOOST_TEST((code(o[2]) == errc::conflict));
  BOOST_TEST(o[3].has_value());
  BOOST_TEST((code(o[4]) == errc::conflict));
  BOOST_TEST(o[5].has_value());
  BOOST_TEST((code(o[6]) == errc::conflict));
  BOOST_TEST(wait(s.io, s.events->read_stream("a")).value().size() == 2u);
  BOOST_TEST(wait(s.io, s.events->read_stream("b")).value().at(0).version == 1);
  BOOST_TEST(s.append(decision("b", 1)).has_value());
}

void of_many_claims_one_wins(store_under_test& s) {
  BOOST_REQUIRE(s.append(start_run("run_1", "")));
  std::vector<append_command> claims;
  for (int i = 0; i < 20; ++i) claims.push_back(claim("run_1", "w" + std::to_string(i), 60s));
  int won = 0;
  for (const auto& outcome : together(s, std::move(claims))) won += outcome.has_value();
  BOOST_TEST(won == 1);
  BOOST_TEST(s.log().size() == 2u);
}

void the_same_delivery_at_once_is_recorded_once(store_under_test& s) {
  std::vector<append_command> all;
  for (int i = 0; i < 20; ++i) all.push_back(delivered("d1", "body"));
  all.push_back(delivered("d1", "changed"));
  int fresh = 0;
  const auto outcomes = together(s, std::move(all));
  for (std::size_t i = 0; i < 20; ++i) {
    BOOST_REQUIRE(outcomes[i]);
    fresh += !outcomes[i]->duplicate;
    BOOST_TEST(outcomes[i]->position == 1);
  }
  BOOST_TEST(fresh == 1);
  BOOST_TEST((code(outcomes[20]) == errc::duplicate_body));
}

void the_sweeper_offers_what_was_lost(store_under_test& s) {
  BOOST_REQUIRE(s.append(start_run("run_1", "")));
  BOOST_REQUIRE(s.append(start_run("run_2", "")));
  BOOST_TEST(wait(s.io, s.runs->sweep(60s, 10)).value().empty());
  BOOST_TEST(wait(s.io, s.runs->sweep(0s, 10)).value().size() == 2u);
  BOOST_REQUIRE(s.append(claim("run_1", "w1", 60s)));
  BOOST_TEST(wait(s.io, s.runs->renew("w1", {"run_1"}, 60s)).value().size() == 1u);
  BOOST_TEST(wait(s.io, s.runs->renew("w2", {"run_1"}, 60s)).value().empty());
  BOOST_TEST(wait(s.io, s.runs->sweep(60s, 10)).value().empty());
  BOOST_TEST(wait(s.io, s.runs->end_leases("w1")).value() == 1);
  BOOST_TEST(wait(s.io, s.runs->sweep(60s, 10)).value().at(0) == "run_1");
  BOOST_TEST(wait(s.io, s.runs->renew("w1", {"run_1"}, 60s)).value().empty());
  BOOST_TEST(wait(s.io, s.runs->list(true)).value().size() == 2u);
}

struct named_case {
  const char* name;
  void (*body)(store_under_test&);
};
#define CASE(name) \
  named_case { #name, name }
const named_case cases[] = {
    CASE(positions_follow_each_other),
    CASE(a_command_reaches_all_its_streams_or_none),
    CASE(a_replayed_delivery_is_answered_duplicate),
    CASE(a_lost_command_burns_no_delivery),
    CASE(a_queued_run_is_claimed_once_until_its_lease_ends),
    CASE(an_environment_has_one_open_run),
    CASE(a_run_handed_back_keeps_its_environment),
    CASE(a_checkpoint_moves_only_from_where_it_was_read),
    CASE(documents_are_written_with_their_events),
    CASE(the_log_is_read_by_stream_and_type),
    CASE(streams_are_read_by_their_prefix),
    CASE(a_misshapen_command_is_refused),
    CASE(versions_are_checked_in_order_within_a_batch),
    CASE(of_many_claims_one_wins),
    CASE(the_same_delivery_at_once_is_recorded_once),
    CASE(the_sweeper_offers_what_was_lost),
};
#undef CASE

}  // namespace

void add_event_store_suite(const std::string& name, make_store make) {
  auto* suite = BOOST_TEST_SUITE(name);
  for (const auto& one : cases)
    suite->add(boost::unit_test::make_test_case([body = one.body, make] { body(*make()); }, one.name,
                                                __FILE__, __LINE__));
  boost::unit_test::framework::master_test_suite().add(suite);
}

}  // namespace eeveon::test
