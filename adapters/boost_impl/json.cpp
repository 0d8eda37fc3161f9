// Boost.JSON is linked as a library; its umbrella header is compiled here once to catch a broken set-up
// early.
#include <boost/json.hpp>
