// Named points where the fault tests stop or kill this process. Nothing of it is in a release build.
//
// EEVEON_FAILPOINT="I6:kill" kills at the first hit of I6, "I6:kill:3" at the third, "I6:stop" sends SIGSTOP
// instead. EEVEON_SEEDED_BUG="name" switches one deliberate mistake on, so that the tests can prove that they
// would see it.
#pragma once

#if defined(EEVEON_FAILPOINTS)
namespace eeveon {
void failpoint(const char* name);
bool failpoint_armed(const char* name);
bool seeded_bug(const char* name);
}  // namespace eeveon
#define EEVEON_FAILPOINT(name) ::eeveon::failpoint(name)
// Does `before` first when the point is armed: brings the world into the state that the point stands for.
#define EEVEON_FAILPOINT_WITH(name, before)                                                 \
  (::eeveon::failpoint_armed(name) ? (static_cast<void>(before), ::eeveon::failpoint(name)) \
                                   : static_cast<void>(0))
#define EEVEON_SEEDED_BUG(name) ::eeveon::seeded_bug(name)
#else
#define EEVEON_FAILPOINT(name) static_cast<void>(0)
#define EEVEON_FAILPOINT_WITH(name, before) static_cast<void>(0)
#define EEVEON_SEEDED_BUG(name) false
#endif
