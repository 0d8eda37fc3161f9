# eeveon_embed(TARGET NAMESPACE name ROOT dir FILES file...): puts files into the executable as byte ranges.
# Generates <name>.hpp with `std::span<const embedded_file> files()`; a file's name is its path below ROOT.
function(eeveon_embed target)
  cmake_parse_arguments(embed "" "NAME;ROOT" "FILES" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded/${embed_NAME}.cpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAME=${embed_NAME} -DROOT=${embed_ROOT} "-DFILES=${embed_FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
    DEPENDS ${embed_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# eeveon_join(OUT file FILES file...): one file made of several, in the order given.
function(eeveon_join)
  cmake_parse_arguments(join "" "OUT" "FILES" ${ARGN})
  add_custom_command(
    OUTPUT ${join_OUT}
    COMMAND ${CMAKE_COMMAND} -DOUT=${join_OUT} "-DFILES=${join_FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/join_script.cmake
    DEPENDS ${join_FILES} ${CMAKE_SOURCE_DIR}/cmake/join_script.cmake
    VERBATIM)
endfunction()

# eeveon_fold_code(TARGET): which code folds the views, as a digest of all of core/ (core/projections/fold_code.hpp).
function(eeveon_fold_code target)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/fold_code.cpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/*.cpp ${CMAKE_SOURCE_DIR}/core/*.hpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${sources}" -P ${CMAKE_SOURCE_DIR}/cmake/fold_code_script.cmake
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/fold_code_script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
