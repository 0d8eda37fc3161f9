// Names that the server knows, for saying what there is when one is asked for that there is not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/api.hpp"

namespace eeveon::cli {

// errc::not_found: "there is no node wep-1; did you mean web-1?", or what there is instead.
failure unknown(std::string_view what, const std::string& typed, const std::vector<std::string>& known);

// The `key` of every object in an answer's list.
std::vector<std::string> names_in(const json::value& answer, std::string_view list, std::string_view key);

// Is there this project, and in it this environment? Empty ones are not looked for.
result<> check_place(api& server, const std::string& project, const std::string& environment);

// Has anything happened in this stream of the log? errc::not_found says what streams are called.
result<> check_stream(api& server, const std::string& stream);

// A line for each deployment that goes on to the node that was removed: its plan was made with it.
std::vector<std::string> warnings_of_removal(const json::value& answer);

// The failure of an ask about a node: one that is not known is told by its name, with what there is.
failure about_node(api& server, const std::string& name, failure why);

}  // namespace eeveon::cli
