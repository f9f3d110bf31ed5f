# cmake -DNPM=/usr/bin/npm -DFOLDER=build/katex -DOUTPUT=math_files.cc -P katex.cmake
#
# Has npm fetch the KaTeX of package-lock.json into FOLDER and embeds of it what a browser needs.
set(here "${CMAKE_CURRENT_LIST_DIR}")
file(COPY "${here}/package.json" "${here}/package-lock.json" "${here}/.npmrc" DESTINATION "${FOLDER}")
execute_process(
  COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
  WORKING_DIRECTORY "${FOLDER}"
  RESULT_VARIABLE status
  OUTPUT_VARIABLE said
  ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "npm could not fetch KaTeX, which shows the mathematics on the pages; -DPAPERDEX_MATH=OFF builds "
                      "without it. npm said:\n${said}")
endif()

set(root "${FOLDER}/node_modules/katex")
file(COPY_FILE "${root}/LICENSE" "${root}/dist/LICENSE.txt")
file(GLOB FILES "${root}/dist/katex.min.js" "${root}/dist/katex.min.css" "${root}/dist/LICENSE.txt"
     "${root}/dist/fonts/*.woff2")
set(ROOT "${root}/dist")
set(PREFIX katex/)
set(FUNCTION math_files)
include("${here}/embed.cmake")
