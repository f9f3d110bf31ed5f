// Runs a program with faulty_calls.cc preloaded.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/end_to_end/programs.h"
#include "tests/faults/faulty_calls.h"

namespace paperdex {

// Which call fails, and how.
struct Fault {
  CallKind kind = kWrites;
  std::int32_t error = 0;
  bool lasting = false;

  std::string name() const {
    std::string text = kCallKindNames[kind];
    for (char& c : text) c = c == ' ' ? '_' : c;
    return text + '_' +
           (error == kShortWrite ? "SHORT"
            : kind == kMemory    ? "null"
                                 : strerrorname_np(error)) +
           (lasting ? "_lasting" : "_once");
  }
};

struct FaultyOutcome : Outcome {
  FaultPlan plan;  // with the calls that there were
};

// The folder whose files' calls fail is `folder`. Number 0: none fails. `trace`: where the trace goes, if anywhere.
inline FaultyOutcome run_faulty(const std::filesystem::path& folder, const Arguments& arguments, const Fault& fault,
                                std::uint32_t number, const std::string& trace = "") {
  const int file = memfd_create("plan", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, sizeof(FaultPlan)) != 0) throw std::runtime_error("no memory for a plan");
  void* mapped = mmap(nullptr, sizeof(FaultPlan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) throw std::runtime_error("no memory for a plan");
  auto* plan = new (mapped) FaultPlan;
  plan->kind = fault.kind;
  plan->first = number;
  plan->lasting = fault.lasting ? 1 : 0;
  plan->error = fault.error;
  Environment environment = {
      "LD_PRELOAD=" PAPERDEX_FAULTY_CALLS,
      "PAPERDEX_FAULTS_PLAN=/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file),
      "PAPERDEX_FAULTS_FOLDER=" + std::filesystem::canonical(folder).string(),
  };
  if (!trace.empty()) environment.push_back("PAPERDEX_FAULTS_TRACE=" + trace);
  FaultyOutcome outcome{run(arguments, "", environment), *plan};
  munmap(mapped, sizeof(FaultPlan));
  close(file);
  // Every program asks for memory. The system only warns of a library that it cannot load.
  if (outcome.plan.calls[kMemory] == 0) throw std::runtime_error("not preloaded: " PAPERDEX_FAULTY_CALLS);
  return outcome;
}

}  // namespace paperdex
