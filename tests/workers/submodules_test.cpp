// Submodules of real repositories, from their commits to the files of the artifact.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "adapters/net/http_client.hpp"
#include "core/base/digest.hpp"
#include "tests/support/child.hpp"
#include "tests/workers/node_fixture.hpp"
#include "workers/effects/perform.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::read_file;
using test::write_file;
namespace fs = std::filesystem;

namespace {

struct fixture : test::node_fixture {
  std::unique_ptr<http_client> http = make_http_client();
  step_performer performer{{*programs, *nodes, *artifacts, *http}};
  step_context context;
  std::string tree = folder + "/data/builds/run_1/tree";

  fixture() {
    context.project = "shop";
    context.run = "run_1";
    context.data = folder + "/data";
    context.file_roots = {folder + "/git"};
    for (const char* name : {"shop", "lib", "deep"}) {
      fs::create_directories(bare(name));
      test::run_child({"git", "init", "-q", "--bare", "-b", "main", bare(name)});
      test::run_child({"git", "init", "-q", "-b", "main", work(name)});
      write_file(work(name) + "/" + name + ".txt", name);
    }
  }
  std::string bare(const std::string& name) { return folder + "/git/" + name + ".git"; }
  std::string work(const std::string& name) { return folder + "/clones/" + name; }
  std::string url(const std::string& name) { return "file://" + bare(name); }

  void git(const std::string& name, std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"git", "-C", work(name), "-c", "user.name=Ann", "-c", "user.email=ann@example.com"});
    test::run_child(words);
  }
  std::string head(const std::string& name) {
    git(name, {"push", "-q", "-f", bare(name), "HEAD:refs/heads/main"});
    auto out = read_file(work(name) + "/.git/refs/heads/main");
    out.pop_back();
    return out;
  }
  // A commit with these submodules: path, commit, address.
  std::string commit(const std::string& name, const std::vector<std::array<std::string, 3>>& modules = {}) {
    std::string settings;
    for (const auto& [path, id, from] : modules)
      settings += "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + from +
                  "\n\tupdate = !touch evil\n";
    if (!settings.empty()) write_file(work(name) + "/.gitmodules", settings);
    git(name, {"add", "-A"});
    for (const auto& [path, id, from] : modules)
      git(name, {"update-index", "--add", "--cacheinfo", "160000," + id + "," + path});
    git(name, {"commit", "-q", "--allow-empty", "-m", "Say " + name});
    return head(name);
  }

  step_outcome perform(const std::string& action, json::object args = {}) {
    step what{.id = action,
              .action = action,
              .target = "worker",
              .args = std::move(args),
              .limit = std::chrono::seconds(30)};
    auto copy = context;
    return test::wait(io, performer.perform(std::move(what), std::move(copy), [](std::string_view) {}));
  }
  // Fetches the project's commit, then its submodules.
  step_outcome bring(const std::string& id, bool fetch = true) {
    json::object args{{"repository", url("shop")}, {"commit", id}};
    if (fetch) {
      const auto fetched = perform("fetch", args);
      BOOST_REQUIRE_MESSAGE(fetched.end == step_end::succeeded, fetched.reason);
    }
    args["from"] = json::array{"file://" + folder + "/git/*"};
    return perform("submodules", std::move(args));
  }
};

void succeeds(const step_outcome& outcome) {
  BOOST_REQUIRE_MESSAGE(outcome.end == step_end::succeeded, outcome.reason);
}
void gives_up(const step_outcome& outcome, const std::string& naming) {
  BOOST_TEST((outcome.end == step_end::failed));
  BOOST_TEST(outcome.final);
  BOOST_TEST(outcome.reason.find(naming) != std::string::npos, outcome.reason);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(submodules, fixture)

BOOST_AUTO_TEST_CASE(what_is_nested_ends_up_in_the_artifact) {
  const auto deep = commit("deep"), lib = commit("lib", {{"in/deep", deep, "../deep.git"}});
  commit("lib");  // its head is another commit
  const auto shop = commit("shop", {{"vendor/lib", lib, url("lib")}, {"deep", deep, "../deep"}});
  fs::rename(bare("deep"), bare("deep") + ".away");
  gives_up(bring(shop), "there is no git repository in " + folder + "/git/deep");
  fs::rename(bare("deep") + ".away", bare("deep"));
  const auto done = bring(shop);
  succeeds(done);
  BOOST_TEST(
      (done.output.at("submodules") ==
       json::array{{{"path", "deep"}, {"repository", "file://" + folder + "/git/deep"}, {"commit", deep}},
                   {{"path", "vendor/lib"}, {"repository", url("lib")}, {"commit", lib}},
                   {{"path", "vendor/lib/in/deep"}, {"repository", url("deep")}, {"commit", deep}}}),
      json::serialize(done.output));

  const auto packed = perform("pack");
  succeeds(packed);
  std::vector<std::string> files;
  for (const auto& one : fs::recursive_directory_iterator(tree))
    if (!one.is_directory()) files.push_back(one.path().string().substr(tree.size() + 1));
  std::sort(files.begin(), files.end());
  const std::vector<std::string> expected{".gitmodules",
                                          "deep/deep.txt",
                                          "shop.txt",
                                          "vendor/lib/.gitmodules",
                                          "vendor/lib/in/deep/deep.txt",
                                          "vendor/lib/lib.txt"};
  BOOST_TEST(files == expected, boost::test_tools::per_element());
  BOOST_TEST(packed.output.at("files").to_number<int>() == 6);
  BOOST_TEST(packed.documents.at(0).find("vendor/lib/in/deep/deep.txt") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_attempt_that_was_cut_off_is_made_good) {
  const auto deep = commit("deep"), lib = commit("lib", {{"deep", deep, "../deep.git"}});
  const auto shop = commit("shop", {{"lib", lib, "../lib.git"}});
  succeeds(bring(shop));
  const auto whole = perform("pack");
  // Half a file, one that is missing, and the lock of a git that was killed.
  write_file(tree + "/lib/lib.txt", "li");
  fs::remove(tree + "/lib/deep/deep.txt");
  write_file(folder + "/data/builds/run_1/modules/1.lock", "");
  succeeds(bring(shop, false));
  BOOST_TEST(read_file(tree + "/lib/lib.txt") == "lib");
  BOOST_TEST(read_file(tree + "/lib/deep/deep.txt") == "deep");
  BOOST_TEST(perform("pack").output.at("artifact").as_string() == whole.output.at("artifact").as_string());
}

BOOST_AUTO_TEST_CASE(a_commit_that_is_gone_is_named) {
  commit("lib");
  const auto shop = commit("shop", {{"lib", std::string(40, 'e'), "../lib.git"}});
  gives_up(bring(shop),
           "commit eeeeeeeeeeee of the submodule 'lib' is not in " + url("lib") + ": push it there");
}

BOOST_AUTO_TEST_CASE(what_gitmodules_does_not_tell_or_tells_wrongly_is_said) {
  const auto lib = commit("lib");
  write_file(work("shop") + "/.gitmodules", "[submodule \"lib\"\n");
  git("shop", {"update-index", "--add", "--cacheinfo", "160000," + lib + ",lib"});
  git("shop", {"add", ".gitmodules"});
  git("shop", {"commit", "-q", "-m", "Wrong"});
  gives_up(bring(head("shop")), ".gitmodules of " + url("shop") + " cannot be read: git: bad config line 2");
  write_file(work("shop") + "/.gitmodules", "[submodule \"lib\"]\n\tpath = lib\n");
  git("shop", {"add", ".gitmodules"});
  git("shop", {"commit", "-q", "-m", "Half"});
  gives_up(bring(head("shop")), "the submodule 'lib' has no entry");
  write_file(work("shop") + "/.gitmodules",
             "[submodule \"lib\"]\n\tpath = lib\n\turl = ../../elsewhere/lib.git\n");
  git("shop", {"add", ".gitmodules"});
  git("shop", {"commit", "-q", "-m", "Elsewhere"});
  gives_up(bring(head("shop")),
           "comes from file://" + folder + "/elsewhere/lib.git, which the project's spec does");
}

// git checks such trees out: of two entries of one name, what comes last stays.
BOOST_AUTO_TEST_CASE(a_tree_that_names_a_path_twice_leads_nowhere) {
  fs::create_directories(folder + "/secret");
  const auto tell = [&](const std::string& name, std::vector<std::string> words, const std::string& input) {
    words.insert(words.begin(), {"git", "-C", bare(name), "-c", "user.name=Ann", "-c", "user.email=a@b.c"});
    auto ended = test::wait(io, programs->run({.argv = words, .input = input}, nullptr));
    BOOST_REQUIRE_MESSAGE(ended && ended->exit_code == 0, words[7]);
    return ended->output.substr(0, ended->output.find('\n'));
  };
  const auto tree_of = [&](const std::string& name, const std::string& entries) {
    return tell(name, {"mktree", "--missing"}, entries);
  };
  const auto commit_of = [&](const std::string& name, const std::string& entries) {
    const auto id = tell(name, {"commit-tree", "-m", "Twice", tree_of(name, entries)}, "");
    tell(name, {"update-ref", "refs/heads/main", id}, "");
    return id;
  };
  const auto deep = commit("deep"), lib = commit("lib");
  std::string both;
  for (const std::string path : {"lib", "lib/deep"})
    both += "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = ../" +
            path.substr(path.rfind('/') + 1) + ".git\n";
  const auto settings =
      "100644 blob " + tell("shop", {"hash-object", "-w", "--stdin"}, both) + "\t.gitmodules\n";
  const auto link = "120000 blob " + tell("shop", {"hash-object", "-w", "--stdin"}, folder + "/secret");

  gives_up(bring(commit_of("shop", settings + "160000 commit " + lib + "\tlib\n" + link + "\tlib\n")),
           "the folder of the submodule 'lib' is reached by a link");
  BOOST_TEST(fs::is_symlink(tree + "/lib"));

  // The first submodule brings a link that stands where the second is to be.
  tell("lib", {"hash-object", "-w", "--stdin"}, folder + "/secret");
  const auto trap = commit_of("lib", link + "\tdeep\n");
  const auto inner = tree_of("shop", "160000 commit " + deep + "\tdeep\n");
  gives_up(bring(commit_of("shop",
                           settings + "160000 commit " + trap + "\tlib\n040000 tree " + inner + "\tlib\n")),
           "the folder of the submodule 'lib/deep' is reached by a link");
  BOOST_TEST(fs::is_symlink(tree + "/lib/deep"));
  BOOST_TEST(fs::is_empty(folder + "/secret"));
}

BOOST_AUTO_TEST_SUITE_END()
