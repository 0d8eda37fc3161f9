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
