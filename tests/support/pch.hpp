// What every test file includes, precompiled.
#include "cmake/pch.hpp"
#include <boost/test/unit_test.hpp>
