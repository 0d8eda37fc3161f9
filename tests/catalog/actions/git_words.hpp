// What the tests of git's actions ask for, and how every call of git begins.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace eeveon::told {

inline const std::string a(40, 'a');
inline const boost::json::object source{{"repository", "https://github.com/acme/shop"},
                                        {"ref", "refs/heads/main"},
                                        {"commit", std::string(40, 'a')}};
inline const std::string safe_git =
    "run git -c protocol.ext.allow=never -c core.hooksPath=/dev/null -c core.fsmonitor=false -c "
    "safe.directory=* -c submodule.recurse=false -c gc.auto=0 ";

}  // namespace eeveon::told
