// What is written to standard error meanwhile, for what people are told.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>

namespace eeveon::test {

class caught_stderr {
 public:
  caught_stderr() : file_(std::tmpfile()), before_(dup(STDERR_FILENO)) {
    std::fflush(stderr);
    dup2(fileno(file_), STDERR_FILENO);
  }
  caught_stderr(const caught_stderr&) = delete;
  caught_stderr& operator=(const caught_stderr&) = delete;
  ~caught_stderr() {
    give_back();
    close(before_);
    std::fclose(file_);
  }
  // All of it; from here on it goes where it went before.
  std::string text() {
    give_back();
    std::rewind(file_);
    std::string out;
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) out += static_cast<char>(c);
    return out;
  }

 private:
  void give_back() {
    std::fflush(stderr);
    dup2(before_, STDERR_FILENO);
  }
  std::FILE* file_;
  int before_;
};

}  // namespace eeveon::test
