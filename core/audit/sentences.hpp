// Every type of event in words: one table that says what somebody did, whether it is a detail of a machine's
// work, and how it reads as the cause of another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/audit/subject.hpp"

namespace eeveon {

// What was done, to stand behind the name of who did it: "asked to deploy 1a2b3c4 to shop/production". One
// line; a type that the table does not know is said by its name.
std::string sentence_of(const recorded_event& event, const audit_subject& about);
bool has_sentence(std::string_view type);

// Types that tell how a machine went about it, not what has become of anything: left out unless asked for.
const std::vector<std::string>& machine_noise();

// The event as a reason for what followed: "push to main by octocat (#812)".
std::string cause_in_words(const recorded_event& cause, const audit_subject& about);
// What whoever asked has given as the reason; empty when nothing.
std::string note_in(const recorded_event& event);

}  // namespace eeveon
