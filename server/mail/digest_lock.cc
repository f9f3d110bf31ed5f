#include "server/mail/digest_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "server/mail/mail_error.h"

namespace paperdex {

DigestLock::DigestLock(const std::filesystem::path& database) {
  const std::string name = database.string() + ".lock";
  file_ = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) throw MailError("cannot open " + name + ": " + std::system_category().message(errno));
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  close(file_);
  if (reason != EWOULDBLOCK) throw MailError("cannot lock " + name + ": " + std::system_category().message(reason));
  throw LockedError("another digest is at work on " + database.string() + "; try again when it has finished");
}

DigestLock::~DigestLock() { close(file_); }

}  // namespace paperdex
