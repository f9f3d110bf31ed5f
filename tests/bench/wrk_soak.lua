-- For wrk: asks what a server is asked in a day, mixed, until $REQUESTS were answered, and says how many failed: were
-- answered with another status than is right for their kind of request. Topics are the lines of $QUERIES, ids those of
-- $IDS.

local function lines_of(name)
  local lines = {}
  local file = assert(os.getenv(name), "set " .. name .. " to a file of lines")
  for line in io.lines(file) do lines[#lines + 1] = line end
  return lines
end

local function encode(text)
  return (text:gsub("[^%w%-._~]", function(c) return string.format("%%%02X", c:byte()) end))
end

-- %q is a topic, %t the beginning of one, %i an id.
local kinds = {
  "/api/v1/search?q=%q", "/?q=%q", "/api/v1/suggest?q=%t", "/api/v1/search?typing=1&q=%t", "/papers/%i",
  "/api/v1/search?q=%q&sort=newest&facets=1&limit=50", "/feed.atom?q=%q", "/api/v1/papers/%i", "/?q=%q&offset=20",
  "/api/v1/search?q=title%3A%22%q%22&explain=1", "/api/v1/papers/%i/related", "/papers/%i.bib", "/daily", "/daily.atom",
  "/trending", "/list", "/export?format=ris&limit=20&q=%q", "/api/query?search_query=all:%%22%q%%22",
  "/graph/v1/paper/search?query=%q", "/api/papers/search?q=%q", "/papers/%i/related.atom", "/rss/cs.LG",
  "/api/v1/search?q=%q&from=2020&category=cs.LG", "/api/v1/trending", "/api/v1/stats", "/opensearch/suggest?q=%t",
}
local refused = {"/nowhere", "/papers/none", "/api/v1/search?limit=0&q=%q", "/api/v1/search?q=%%FF", "/api/v1/papers/none"}

local topics, ids = lines_of("QUERIES"), lines_of("IDS")
local wanted = tonumber(os.getenv("REQUESTS"))

local function address_of(kind)
  local topic = topics[math.random(#topics)]
  local parts = {q = encode(topic), t = encode(topic:sub(1, math.random(2, 12))), i = encode(ids[math.random(#ids)]),
                 ["%"] = "%"}
  return (kind:gsub("%%([qti%%])", parts))
end

local seed = os.time()
local threads = {}
answered, failed, refusals = 0, 0, 0

function setup(thread)
  threads[#threads + 1] = thread
end

function init()
  math.randomseed(seed)
end

function request()
  local list = math.random(20) == 1 and refused or kinds
  return wrk.format("GET", address_of(list[math.random(#list)]))
end

function response(status)
  answered = answered + 1
  if status == 400 or status == 404 then
    refusals = refusals + 1
  elseif status ~= 200 then
    failed = failed + 1
  end
  -- wrk itself ends by time or by a signal, which it does not hear while os.execute() waits.
  if answered == wanted then os.execute("(sleep 0.1; kill -INT $PPID) &") end
end

function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do failures = failures + thread:get("failed") end
  io.write(string.format("requests=%d refused=%d failed=%d p99_ms=%.1f\n", threads[1]:get("answered"),
    threads[1]:get("refusals"), failures, latency:percentile(99) / 1e3))
end
