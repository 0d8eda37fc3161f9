// What every test file includes, precompiled.
#include <boost/test/unit_test.hpp>
#include "cmake/pch.hpp"
