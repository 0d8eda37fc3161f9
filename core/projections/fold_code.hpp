// Which code folds here: what another one has folded may differ and is not to be gone on from.
#pragma once

#include <string_view>

namespace eeveon {

// A digest of the text of everything in core/, made when it is built. The fold uses nothing else.
std::string_view fold_code();

}  // namespace eeveon
