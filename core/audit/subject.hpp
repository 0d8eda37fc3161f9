// What an event is about: the project, environment, deployment and commit that its stream and its data name.
#pragma once

#include <string>

#include "core/events/event.hpp"

namespace eeveon {

struct audit_subject {
  std::string project, environment, deployment, release, commit;
};

// As far as the event itself says; of a deployment or a release the rest stands in its row.
audit_subject subject_of(const recorded_event& event);

}  // namespace eeveon
