"""Deliberate mistakes in the test build, each with a story in which the judge must see it."""
from points import armed_server, armed_worker, begin, finish, zombie
from scenarios import bad_release, postgres_killed, sleepy_server, two_of_everything

# name: (what is wrong, story, failpoint)
BUGS = {
    "two_transactions": ("positions are given out before and outside of the transaction that writes the events", armed_server, "I8"),
    "acknowledge_before_commit": ("a webhook is answered before it is durable", armed_server, "I6:kill:2"),
    "no_duplicate_check": ("a delivery that comes again is recorded again", lambda world, _: begin(world) or finish(world), ""),
    "doubt_is_committed": ("a lost answer to COMMIT is taken for a yes", postgres_killed, ""),
    "checkpoint_outside_transaction": ("a projection's checkpoint is committed before its rows", armed_server, "P2:kill:4"),
    "no_checkpoint_check": ("a holder that lags behind reacts again to what another has reacted to", sleepy_server, ""),
    "no_fence_check": ("the log takes what a worker writes after it has lost its run", zombie, "W6@switch:stop"),
    "one_fence_for_all": ("workers show every node the same fence", zombie, "W6@switch:stop"),
    "claim_ignores_lease": ("a run may be claimed while its worker is alive", two_of_everything, ""),
    "undo_skipped": ("a failed deployment says that it went back, and does not", bad_release, ""),
    "no_sweeper": ("nobody offers again what a dead worker had taken", armed_worker, "W2"),
}
