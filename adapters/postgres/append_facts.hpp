// The short way of a batch that holds nothing but facts of deliveries: one flight, since there is nothing to
// judge. PostgreSQL numbers the events and hashes their leaves; whatever is odd fails the whole flight, and
// the batch goes the long way.
#pragma once

#include <span>

#include "adapters/postgres/append_transaction.hpp"

namespace eeveon::pg {

// Deliveries that bring events, whatever the versions of their streams, and nothing else.
bool are_facts(std::span<const append_command* const> commands);

// Failure: nothing was written; one of the deliveries is known, or else as append_batch. A report in doubt
// carries no transaction: its deliveries tell what became of it.
result<batch_report> append_facts(pipeline& line, std::span<const append_command* const> commands);

// The same in two halves. What is sent is reported as it will have been once it has landed.
result<batch_report> send_facts(pipeline& line, std::span<const append_command* const> commands);
result<batch_report> land_facts(pipeline& line, batch_report sent);  // waits for the answer

// A webhook that brings one event: one statement.
bool is_one_fact(std::span<const append_command* const> commands);

}  // namespace eeveon::pg
