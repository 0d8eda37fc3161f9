// What is written to standard error or standard output meanwhile, for what people are told.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>

namespace eeveon::test {

class caught_stream {
 public:
  caught_stream(std::FILE* stream, int number)
      : stream_(stream), number_(number), file_(std::tmpfile()), before_(dup(number)) {
    std::fflush(stream_);
    dup2(fileno(file_), number_);
  }
  caught_stream(const caught_stream&) = delete;
  caught_stream& operator=(const caught_stream&) = delete;
  ~caught_stream() {
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
    std::fflush(stream_);
    dup2(before_, number_);
  }
  std::FILE* stream_;
  int number_;
  std::FILE* file_;
  int before_;
};

struct caught_stderr : caught_stream {
  caught_stderr() : caught_stream(stderr, STDERR_FILENO) {}
};

struct caught_stdout : caught_stream {
  caught_stdout() : caught_stream(stdout, STDOUT_FILENO) {}
};

}  // namespace eeveon::test
