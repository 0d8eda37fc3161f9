// The mirrors on a worker: shared by all its builds, and never in their way.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "core/base/digest.hpp"
#include "tests/workers/repository_fixture.hpp"
#include "workers/mirror_compactor.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::read_file;
using test::write_file;
namespace fs = std::filesystem;

namespace {

struct fixture : test::repository_fixture {
  // In data/git.
  std::vector<std::string> mirrors() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(context.data + "/git"))
      out.push_back(entry.path().filename());
    return out;
  }
  std::string mirror() const { return context.data + "/git/" + mirrors().at(0); }

  void fetch(const std::string& id) {
    const auto done = perform("fetch", source(id));
    BOOST_REQUIRE_MESSAGE(done.end == step_end::succeeded, done.reason);
  }
  // As many builds at once, of a run of their own each.
  void fetch_at_once(const std::vector<std::string>& ids) {
    std::size_t ended = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      auto own = context;
      own.run = "run_" + std::to_string(i);
      asio::co_spawn(
          io, performer.perform(a_step("fetch", source(ids[i])), std::move(own), [](std::string_view) {}),
          [&](std::exception_ptr error, step_outcome got) {
            ++ended;
            BOOST_TEST(!error);
            BOOST_TEST(int(got.end) == int(step_end::succeeded), got.reason);
          });
    }
    io.restart();
    while (ended < ids.size() && io.run_one() > 0) {
    }
  }
  // How many objects it keeps, copies counted.
  int kept_in(const std::string& repository) const {
    const auto told = folder + "/counted";
    test::run_child({"sh", "-c", "git -C \"$0\" count-objects -v > \"$1\"", repository, told});
    const auto text = read_file(told);
    const auto value = [&](const std::string& name) {
      return std::stoi(text.substr(text.find(name) + name.size()));
    };
    return value("count: ") + value("in-pack: ");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mirrors_of_a_worker, fixture)

BOOST_AUTO_TEST_CASE(builds_at_once_share_one_and_do_not_trip_over_each_other) {
  std::vector<std::string> ids;
  for (const char* message : {"One", "Two", "Three", "Four", "Five"}) ids.push_back(commit(message));
  ids.push_back(ids.back());  // the same commit twice
  for (int round = 0; round < 5; ++round) {
    fs::remove_all(context.data);
    fetch_at_once(ids);  // nothing is there yet
    fetch_at_once(ids);
    BOOST_TEST(mirrors().size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(locks_that_killed_builds_have_left_stop_nobody) {
  fetch(commit("One"));
  const auto two = commit("Two"), three = commit("Three");
  write_file(mirror() + "/config.lock", "");
  write_file(mirror() + "/packed-refs.lock", "");
  write_file(mirror() + "/refs/eeveon/commits/" + two + ".lock", "");
  fetch(two);
  fetch(three);
}

BOOST_AUTO_TEST_CASE(a_commit_without_its_files_is_brought_whole) {
  write_file(work + "/index.html", "one");
  fetch(commit("One"));
  write_file(work + "/index.html", "two");
  const auto two = commit("Two");
  // As a fetch that is under way, or was ended, leaves it.
  const auto object = "/objects/" + two.substr(0, 2) + "/" + two.substr(2);
  write_file(mirror() + object, read_file(work + "/.git" + object));
  fetch(two);
  BOOST_TEST(read_file(context.data + "/builds/run_1/tree/index.html") == "two");
}

BOOST_AUTO_TEST_CASE(a_damaged_one_is_made_anew_by_the_next_attempt) {
  const auto empty = [](const fs::path& path) { fs::resize_file(path, 0); };
  const auto packs_in = [&](const std::string& ending) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(mirror() + "/objects/pack"))
      if (entry.path().extension() == ending) out.push_back(entry.path());
    return out;
  };
  const std::vector<std::function<void(const std::string&)>> damages{
      [&](const std::string& one) { empty(mirror() + "/refs/eeveon/commits/" + one); },
      [&](const std::string&) { fs::remove(mirror() + "/HEAD"); },
      [&](const std::string&) { fs::remove_all(mirror() + "/refs"); },
      [&](const std::string&) {
        for (const auto& path : packs_in(".pack")) empty(path);
      },
      [&](const std::string&) {
        for (const auto& path : packs_in(".pack")) fs::remove(path);
      }};
  for (std::size_t i = 0; i < damages.size(); ++i) {
    write_file(work + "/index.html", std::to_string(i));
    const auto one = commit("One");
    fetch(one);
    damages[i](one);
    write_file(work + "/more.html", std::to_string(i));
    const auto two = commit("Two");
    for (const auto& id : {two, one}) {
      auto done = perform("fetch", source(id));
      if (done.end != step_end::succeeded) {
        BOOST_TEST(!done.final, i << ": " << done.reason);
        done = perform("fetch", source(id));
      }
      BOOST_TEST(int(done.end) == int(step_end::succeeded), i << ": " << done.reason);
      BOOST_TEST(read_file(context.data + "/builds/run_1/tree/index.html") == std::to_string(i));
    }
    BOOST_TEST(mirrors().size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_commit_is_not_fetched_as_one) {
  write_file(work + "/index.html", "one");
  const auto told = folder + "/ids", id = commit("One");
  test::run_child({"sh", "-c", "git -C \"$0\" rev-parse HEAD^{tree} HEAD:index.html > \"$1\"", work, told});
  std::istringstream ids(read_file(told));
  for (std::string other; std::getline(ids, other);)
    for (int times = 0; times < 2; ++times) {
      const auto gone = perform("fetch", source(other));
      BOOST_TEST(gone.final, gone.reason);
      BOOST_TEST(gone.reason.find("is not in the repository any more") != gone.reason.npos, gone.reason);
    }
  fetch(id);
}

BOOST_AUTO_TEST_CASE(a_repository_without_its_beginning_is_fetched_as_far_as_it_goes) {
  for (const char* message : {"One", "Two", "Three"}) {
    write_file(work + "/index.html", message);
    commit(message);
  }
  const auto id = push(), whole = bare + ".whole";
  fs::rename(bare, whole);
  test::run_child({"git", "clone", "-q", "--bare", "--depth", "2", "file://" + whole, bare});
  for (int times = 0; times < 2; ++times) fetch(id);
  BOOST_TEST(read_file(context.data + "/builds/run_1/tree/index.html") == "Three");
  BOOST_TEST(int(perform("history", source(id)).end) == int(step_end::succeeded));
}

BOOST_AUTO_TEST_CASE(what_is_there_already_is_not_sent_again) {
  for (int i = 0; i < 30; ++i) {
    write_file(work + "/" + std::to_string(i), std::to_string(i * i));
    commit("Commit " + std::to_string(i));
  }
  fetch(push());
  for (int i = 0; i < 3; ++i) {
    write_file(work + "/more", std::to_string(i));
    const auto id = commit("More " + std::to_string(i));
    fetch(id);
  }
  BOOST_TEST(kept_in(mirror()) < kept_in(bare) + 10);  // a pack of differences keeps what they differ from
}

BOOST_AUTO_TEST_CASE(a_branch_may_take_the_name_of_a_folder_of_branches) {
  fetch(commit("One"));
  const std::string nowhere(40, 'e');  // asked for, everything the repository has is fetched
  const auto is_told_gone = [&] {
    const auto gone = perform("fetch", source(nowhere));
    BOOST_TEST(int(gone.end) == int(step_end::failed));
    BOOST_TEST(gone.reason.find("is not in the repository any more") != gone.reason.npos, gone.reason);
  };
  git({"push", "-q", bare, "HEAD:refs/heads/feature"});
  is_told_gone();
  BOOST_TEST(fs::exists(mirror() + "/refs/heads/feature"));
  git({"push", "-q", bare, ":refs/heads/feature", "HEAD:refs/heads/feature/one"});
  is_told_gone();
  BOOST_TEST(fs::exists(mirror() + "/refs/heads/feature/one"));
}

BOOST_AUTO_TEST_CASE(something_else_in_its_place_is_named) {
  const auto id = commit("One");
  fetch(id);
  const auto place = mirror();
  fs::remove_all(place);
  write_file(place + "/notes", "somebody's");
  const auto failed = perform("fetch", source(id));
  BOOST_TEST(int(failed.end) == int(step_end::failed));
  BOOST_TEST(failed.reason.find(place + ": remove what is there") != failed.reason.npos, failed.reason);
  BOOST_TEST(read_file(place + "/notes") == "somebody's");
}

BOOST_AUTO_TEST_CASE(one_that_is_used_is_not_old) {
  const auto id = commit("One");
  fetch(id);
  fs::last_write_time(mirror(), fs::file_time_type::clock::now() - std::chrono::hours(24 * 60));
  fetch(id);
  BOOST_TEST((fs::file_time_type::clock::now() - fs::last_write_time(mirror()) < std::chrono::hours(1)));
}

BOOST_AUTO_TEST_CASE(what_many_builds_have_fetched_is_packed_and_stays) {
  std::vector<std::string> ids;
  for (const char* message : {"One", "Two", "Three"}) {
    ids.push_back(commit(message));
    fetch(ids.back());
  }
  const auto packs = [&] {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(mirror() + "/objects/pack"))
      count += entry.path().extension() == ".pack";
    return count;
  };
  const auto compact = [&] { return test::wait(io, compact_mirrors(*programs, context.data + "/git")); };
  const auto old = mirror() + "/objects/pack/tmp_pack_old", fresh = mirror() + "/objects/pack/tmp_pack_new";
  for (const auto& remains : {old, fresh}) write_file(remains, "half");
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(old, now - std::chrono::minutes(123));
  fs::last_write_time(fresh, now - std::chrono::minutes(90));
  BOOST_TEST(compact() == 0);
  BOOST_TEST(packs() == 3);  // too few to be worth it
  BOOST_TEST(!fs::exists(old));
  BOOST_TEST(fs::exists(fresh));  // somebody may be at it
  test::run_child({"git", "-C", mirror(), "config", "gc.autoPackLimit", "2"});
  BOOST_TEST(compact() == 0);
  BOOST_TEST(packs() == 1);
  fs::remove_all(bare);
  for (const auto& id : ids) fetch(id);  // all are there, without a look at the repository
  write_file(context.data + "/git/odd.git/HEAD", "");
  test::run_child({"git", "init", "-q", context.data});  // around it, and nothing of the worker's
  BOOST_TEST(compact() == 1);
  BOOST_TEST(test::wait(io, compact_mirrors(*programs, folder + "/nowhere")) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
