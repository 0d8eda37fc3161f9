-- wrk script: POSTs signed GitHub bodies, each with its own X-GitHub-Delivery. Environment: BENCH_POOL, BENCH_PATH.
local path = os.getenv("BENCH_PATH")
local head, tail, n, i, base = {}, {}, 0, 0, ""
function init(args)
  local random = io.open("/dev/urandom", "rb")
  local bytes = random:read(8)
  random:close()
  local h = {}
  for k = 1, 8 do h[k] = string.format("%02x", bytes:byte(k)) end
  base = h[1] .. h[2] .. h[3] .. h[4] .. "-" .. h[5] .. h[6] .. "-4000-8" .. h[7]:sub(1, 1) .. h[8] .. "-"
  local pool = dofile(os.getenv("BENCH_POOL"))
  n = #pool
  for k, e in ipairs(pool) do
    head[k] = "POST " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GitHub-Hookshot/bench\r\nAccept: */*\r\n"
      .. "Content-Type: application/json\r\nContent-Length: " .. #e.body .. "\r\nX-GitHub-Event: " .. e.event
      .. "\r\nX-Hub-Signature-256: " .. e.sig .. "\r\nX-GitHub-Delivery: " .. base
    tail[k] = "\r\n\r\n" .. e.body
  end
end
function request()
  i = i + 1
  local k = i % n + 1
  return head[k] .. string.format("%012x", i) .. tail[k]
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("JSON {\"requests\":%d,\"us\":%d,\"p50_us\":%.0f,\"p99_us\":%.0f,\"errors\":%d}\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
