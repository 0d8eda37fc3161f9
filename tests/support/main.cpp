#define BOOST_TEST_MODULE eeveon
#include <boost/test/unit_test.hpp>
