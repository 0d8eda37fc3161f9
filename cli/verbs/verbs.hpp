// One declaration per verb; each is defined in the file of its name.
#pragma once

#include "cli/invocation.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {

constexpr parameter::range any_position{0, 999'999'999'999'999};  // in the log

// clang-format off
verb up();
verb server();
verb worker();
verb migrate();

verb deploy();
verb rollback();
verb cancel();
verb retry();
verb mark_done();
verb status();
verb history();
verb audit();
verb dora();
verb deliveries();
verb changes();
verb why();
verb logs();
verb events();
verb raw_api();

verb apply();
verb projects();
verb nodes_add();
verb nodes_list();
verb nodes_check();
verb nodes_remove();

verb sign_in();
verb dashboard();
verb check();
verb vacuum();
verb config_view();
verb get_contexts();
verb use_context();
verb set_context();
verb delete_context();
verb completion();
verb man();
verb complete();

verb demo_node();
verb demo_hook();
// clang-format on

}  // namespace eeveon::cli
