-- For wrk: connections that stay open and ask next to nothing.

wrk.path = "/healthz"

function delay()
  return 4000  -- milliseconds; the server closes after 5 s
end
