# Writes version_text.hpp: the release's number and, in a checkout, the commit.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git -C ${ROOT} rev-parse --short=10 HEAD OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
set(text "${VERSION}")
if(status EQUAL 0)
  set(text "${VERSION} (${commit})")
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT "#define EEVEON_VERSION_TEXT \"@text@\"\n" @ONLY)
