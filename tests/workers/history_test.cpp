// The past of commits in real repositories, hostile ones among them.
#include <boost/test/unit_test.hpp>

#include "core/release/history.hpp"
#include "tests/workers/repository_fixture.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::write_file;

namespace {

struct fixture : test::repository_fixture {
  using repository_fixture::commit;
  std::string commit(const std::string& path, const std::string& text, const std::string& message,
                     const std::string& author = "Ann") {
    write_file(work + "/" + path, text);
    return commit(message, author);
  }
  history past_of(const std::string& id, std::initializer_list<std::string> bases = {}) {
    json::object args{{"repository", "file://" + bare}, {"commit", id}};
    const auto fetched = perform("fetch", args);
    BOOST_REQUIRE_MESSAGE(fetched.end == step_end::succeeded, fetched.reason);
    json::array list;
    for (const auto& base : bases) list.emplace_back(base);
    args["bases"] = std::move(list);
    const auto noted = perform("history", std::move(args));
    BOOST_REQUIRE_MESSAGE(noted.end == step_end::succeeded, noted.reason);
    BOOST_REQUIRE(noted.documents.size() == 1u);
    auto out = parse_history(noted.documents[0]);
    BOOST_REQUIRE(out);
    return std::move(*out);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(history_of_real_repositories, fixture)

BOOST_AUTO_TEST_CASE(the_commits_and_files_since_what_is_live_are_noted) {
  const auto one = commit("a.txt", "1\n2\n3\n", "First");
  const auto two = commit("a.txt", "1\nzwei\n3\n", "Zweiter, mit Umlaut: ä");
  const auto three = commit("logo.bin", std::string("\0\1\2", 3), "Third");
  const auto got = past_of(three, {one});
  BOOST_TEST(got.head == three);
  BOOST_REQUIRE(got.commits.size() == 3u);
  BOOST_TEST(got.commits[1].commit == two);
  BOOST_TEST(got.commits[1].subject == "Zweiter, mit Umlaut: ä");
  BOOST_TEST(got.commits[1].author == "Ann");
  BOOST_TEST(got.commits[1].parents == std::vector{one});
  BOOST_TEST(got.commits[2].parents.empty());
  const auto* since = got.against(one);
  BOOST_REQUIRE(since && since->diff);
  BOOST_TEST(since->direction == "forward");
  BOOST_REQUIRE(since->diff->files.size() == 2u);
  BOOST_TEST(since->diff->files[0].path == "a.txt");
  BOOST_TEST(since->diff->files[0].added.value() == 1);
  BOOST_TEST(since->diff->files[0].removed.value() == 1);
  BOOST_TEST(since->diff->files[1].path == "logo.bin");
  BOOST_TEST(!since->diff->files[1].added);
  BOOST_TEST(since->diff->totals->files == 2);
  const auto older = past_of(one, {three});
  BOOST_TEST(older.against(three)->direction == "back");
}

BOOST_AUTO_TEST_CASE(a_commit_that_was_forced_away_is_brought_or_told_unknown) {
  const auto one = commit("a.txt", "1\n", "First");
  const auto live = commit("b.txt", "1\n", "Live");
  git({"tag", "kept", live});
  git({"push", "-q", bare, "kept"});
  git({"reset", "-q", "--hard", one});
  const auto other = commit("c.txt", "1\n", "Other");
  const std::string nowhere(40, 'e');
  const auto got = past_of(other, {live, nowhere, one});
  BOOST_REQUIRE(got.compared.size() == 3u);
  BOOST_TEST(got.against(live)->direction == "diverged");
  BOOST_TEST(got.against(live)->diff->totals->files == 2);
  BOOST_TEST(got.against(nowhere)->direction == "");
  BOOST_TEST(got.against(one)->direction == "forward");
}

BOOST_AUTO_TEST_CASE(hostile_commits_are_data) {
  const auto one = commit("a.txt", "1\n", "First");
  write_file(work + "/.gitattributes", "* diff=evil filter=evil\n");
  write_file(work + "/.mailmap", "Root <root@example.com> <ann@example.com>\n");
  const auto two =
      commit("<script>\n\x1b[31m\xff.txt", "1\n",
             "<script>alert(1)</script> \x1b]0;x\x07 \xe2\x80\xae" + std::string(9000, 'x') + "\n\nMore",
             "--format=%H \x1b[2J");
  const auto got = past_of(two, {one});
  BOOST_REQUIRE(got.commits.size() == 2u);
  const auto& hostile = got.commits[0];
  BOOST_TEST(hostile.subject.starts_with("<script>alert(1)</script>  ]0;x"));
  BOOST_TEST(hostile.subject.size() <= 300u);
  BOOST_TEST(hostile.author.find('\x1b') == std::string::npos);
  BOOST_TEST(hostile.author.find("Root") == std::string::npos);
  BOOST_REQUIRE(got.against(one)->diff);
  bool found = false;
  for (const auto& file : got.against(one)->diff->files)
    found |= file.path == "<script>  [31m\xEF\xBF\xBD.txt";
  BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(a_long_past_is_cut_at_its_bound) {
  std::string stream;
  for (int i = 1; i <= 300; ++i) {
    const auto text = "commit " + std::to_string(i);
    stream += "commit refs/heads/main\nmark :" + std::to_string(i) + "\ncommitter Ann <a@b> " +
              std::to_string(1'700'000'000 + i) + " +0000\ndata " + std::to_string(text.size()) + "\n" +
              text + "\n";
    if (i > 1) stream += "from :" + std::to_string(i - 1) + "\n";
  }
  write_file(folder + "/stream", stream);
  test::run_child({"sh", "-c", "git -C \"$0\" fast-import --quiet < \"$1\"", bare, folder + "/stream"});
  const auto id = id_in(bare + "/refs/heads/main");
  const auto got = past_of(id);
  BOOST_TEST(got.commits.size() == 250u);
  BOOST_TEST(got.truncated);
  BOOST_TEST(got.commits[0].subject == "commit 300");
}

BOOST_AUTO_TEST_SUITE_END()
