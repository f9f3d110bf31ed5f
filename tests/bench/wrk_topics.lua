-- For wrk: asks each line of the file named by $QUERIES in turn, and says what was answered.
--   QUERIES=queries.txt wrk -t1 -c8 -d10s --latency -s tests/bench/wrk_topics.lua http://127.0.0.1:8080
-- With $PAUSE_MS each connection pauses for 0 to so many milliseconds before it asks, which is no part of the latency.

local queries = assert(os.getenv("QUERIES"), "set QUERIES to a file of one query a line")
local paths = {}
for line in io.lines(queries) do
  local encoded = line:gsub("[^%w%-._~]", function(c) return string.format("%%%02X", c:byte()) end)
  paths[#paths + 1] = "/api/v1/search?q=" .. encoded
end

local pause = tonumber(os.getenv("PAUSE_MS") or "0")
if pause > 0 then
  function delay()
    return math.random(0, pause)
  end
end

local next_path = 0

function request()
  next_path = next_path % #paths + 1
  return wrk.format("GET", paths[next_path])
end

function done(summary, latency)
  io.write(string.format(
    "requests_per_second=%.0f p50_ms=%.1f p90_ms=%.1f p99_ms=%.1f max_ms=%.1f requests=%d not_2xx=%d socket_errors=%d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(90) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
