// A private PostgreSQL for one test program: its own folder and socket, fsync on, gone at the end.
#pragma once

#include <string>

namespace eeveon::test {

class postgres_fixture {
 public:
  // initdb and start, in a folder below `below` (a memory file system when empty); throws with the reason.
  explicit postgres_fixture(const std::string& below = {});
  ~postgres_fixture();  // stops it and removes the folder
  postgres_fixture(const postgres_fixture&) = delete;
  postgres_fixture& operator=(const postgres_fixture&) = delete;

  std::string admin_url() const;  // superuser
  std::string url() const;        // eeveon_app; exists after the migration

  void kill();   // SIGKILL to the postmaster and its children
  void start();  // after kill or stop; waits until it answers
  int postmaster() const { return pid_; }

  // Empties every table but the migrations (the test is the owner here; the application could not).
  void truncate();

 private:
  std::string folder_;
  int pid_ = 0;
};

// Started and migrated at its first use, shared by all cases of the program.
postgres_fixture& shared_postgres();

}  // namespace eeveon::test
