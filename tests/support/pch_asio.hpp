// What tests of the rooms that talk to others include, precompiled.
#include <boost/test/unit_test.hpp>
#include "cmake/pch_asio.hpp"
