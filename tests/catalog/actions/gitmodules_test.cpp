// What git tells of a commit's submodules, read.
#include "catalog/actions/gitmodules.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;
using namespace std::string_literals;

namespace {
const std::string id(40, 'a'), other(40, 'b');
}

BOOST_AUTO_TEST_SUITE(gitmodules)

BOOST_AUTO_TEST_CASE(the_commits_in_a_tree_are_its_submodules) {
  const auto tree =
      read_tree("100644 blob "s + other + "\t.gitmodules\0"s + "160000 commit " + id + "\tlib\0"s +
                "120000 blob " + other + "\tlink\0"s + "160000 commit " + other + "\ta\tb\0"s);
  BOOST_TEST(tree.has_gitmodules);
  BOOST_REQUIRE_EQUAL(tree.links.size(), 2u);
  BOOST_TEST(tree.links[0].path == "lib");
  BOOST_TEST(tree.links[0].commit == id);
  BOOST_TEST(tree.links[1].path == "a\tb");
  for (const auto& none : {""s, "\0\0"s, "160000 commit \tlib\0"s, "160000 commit"s, "\t\0"s,
                           "100644 blob " + id + "\tx/160000 commit \0"s})
    BOOST_TEST(read_tree(none).links.empty());
  for (const auto& none :
       {"120000 blob " + id + "\t.gitmodules\0"s, "100644 blob " + id + "\tlib/.gitmodules\0"s,
        "100644 blob " + id + "\tx\t.gitmodules\0"s, "160000 commit " + id + "\t.gitmodules\0"s})
    BOOST_TEST(!read_tree(none).has_gitmodules);
}

BOOST_AUTO_TEST_CASE(a_path_has_the_url_of_its_name) {
  const auto urls = read_gitmodules(
      "submodule.a.path\nlib\0submodule.a.url\nhttps://h/a\0submodule.x.y.url\n../"
      "b\nc\0submodule.x.y.path\nsub/b\0"
      "submodule.half.path\nhalf\0submodule.none.url\nhttps://h/none\0"s);
  BOOST_TEST(urls.at("lib") == "https://h/a");
  BOOST_TEST(urls.at("sub/b") == "../b\nc");  // a line break is the address's own, and refused as that
  BOOST_TEST(urls.at("half") == "");
  BOOST_TEST(urls.size() == 4u);
}

BOOST_AUTO_TEST_CASE(what_is_said_last_counts) {
  const auto twice =
      read_gitmodules("submodule.a.path\nlib\0submodule.a.url\nhttps://h/a\0submodule.a.url\nhttps://h/b\0"s);
  BOOST_TEST(twice.at("lib") == "https://h/b");
  const auto named_twice = read_gitmodules(
      "submodule.b.path\nlib\0submodule.b.url\nhttps://h/b\0submodule.a.path\nlib\0submodule.a.url\nhttps://h/a\0"s);
  BOOST_TEST(named_twice.at("lib") == "https://h/a");
}

BOOST_AUTO_TEST_CASE(odd_settings_are_nothing) {
  for (const auto& odd :
       {""s, "\0"s, "\n"s, "submodule.a.path\0"s, "submodule.a.path"s, "nodot\nvalue\0"s, "\0\0\0"s})
    for (const auto& [path, url] : read_gitmodules(odd)) BOOST_TEST(url == "");
}

BOOST_AUTO_TEST_SUITE_END()
