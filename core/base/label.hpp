// What somebody who mistyped a name may have meant by it.
#pragma once

#include <string>
#include <string_view>

namespace eeveon {

// What a node, project or environment may be called that is near to `text`: "Bad_Name" -> "bad-name". Empty
// when nothing of it can stay.
std::string label_like(std::string_view text);

}  // namespace eeveon
