# One compiler for every build: g++ 12 destroys temporaries twice inside co_await expressions.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Eeveon needs clang 19 (found ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}): apt-get install clang-19 lld-19, then cmake --preset release")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-designated-field-initializers -Werror -fstack-protector-strong "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
add_link_options(-fuse-ld=lld-19 -Wl,-z,relro,-z,now)
# -O2 everywhere but in the debug build; line tables are enough for a useful back trace.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

if(EEVEON_SANITIZE)
  add_compile_options(-fsanitize=${EEVEON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize=function -U_FORTIFY_SOURCE)
  add_link_options(-fsanitize=${EEVEON_SANITIZE})
endif()
if(EEVEON_FAILPOINTS)
  add_compile_definitions(EEVEON_FAILPOINTS=1)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Translation units that instantiate Beast take 0.8 GB each: one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS heavy=1)

add_compile_definitions(EEVEON_VERSION="${PROJECT_VERSION}")
