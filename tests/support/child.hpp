// Starting and ending the servers that tests run against: argument vectors only, everything dies with the
// test.
#pragma once

#include <string>
#include <vector>

namespace eeveon::test {

// Runs to the end as `user` (empty: whoever we are); throws when the exit code is not zero.
void run_child(const std::vector<std::string>& argv, const std::string& user = {});
// Starts in the background with output to `log`; returns its pid.
int start_child(const std::vector<std::string>& argv, const std::string& log, const std::string& user = {});
// Ends a child of ours: the signal, then waits for it.
void end_child(int pid, int signal);
// A fresh folder owned by `user`; below /dev/shm or /tmp unless `below` says where.
std::string make_folder(const std::string& prefix, const std::string& user = {},
                        const std::string& below = {});
void remove_folder(const std::string& path);
// Calls `ready` every 20 ms until it is true; throws after ten seconds.
void wait_until(const std::string& what, bool (*ready)(const std::string&), const std::string& argument);

}  // namespace eeveon::test
