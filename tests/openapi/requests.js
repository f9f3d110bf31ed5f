// The requests that a description suggests: its examples, and what it says is wrong.

const encode = encodeURIComponent;

function asQuery(pairs) {
  const parts = [];
  for (const [name, value] of pairs) {
    for (const item of Array.isArray(value) ? value : [value]) parts.push(`${encode(name)}=${encode(item)}`);
  }
  return parts.join("&");
}

const examplesOf = (parameter) => Object.values(parameter.examples ?? {}).map((example) => example.value);

// Values that a schema forbids, as they stand in an address.
function wrongValues(schema) {
  if (schema.type === "array") {
    const wrong = schema.items.maxLength ? ["a".repeat(schema.items.maxLength + 1)] : [];
    if (schema.maxItems) wrong.push(Array.from({ length: schema.maxItems + 1 }, (_, i) => `x${i}`));
    return wrong;
  }
  if (schema.enum || schema.pattern) return ["no such value", "\u00e9"];
  if (schema.type === "integer" || schema.type === "number") {
    const wrong = ["x", "1e", `${schema.minimum - 1}`];
    return schema.maximum === undefined ? wrong : [...wrong, `${schema.maximum + 1}`];
  }
  return schema.maxLength ? ["a".repeat(schema.maxLength + 1)] : [];
}

// {target, method, body?, type?, expect: [statuses]}
export function* requestsOf(operation, parameters, resolve) {
  const method = operation.method.toUpperCase();
  const good = Number(Object.keys(operation.responses).find((status) => status.startsWith("2")));
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const required = inQuery.filter((parameter) => parameter.required).map((p) => [p.name, examplesOf(p)[0]]);
  const pathWith = (value) => operation.path.replace(/\{\w+\}/, encode(value ?? examplesOf(inPath[0])[0]));
  const base = inPath.length === 0 ? operation.path : pathWith();
  const address = (path, query) => (query ? `${path}?${query}` : path);
  const without = (name) => required.filter(([other]) => other !== name);
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const bodies = content ? Object.values(content.examples).map((example) => example.value) : [undefined];
  const written = (value) => (type === "application/json" ? JSON.stringify(value) : asQuery(Object.entries(value)));
  const request = (target, expect, body = bodies[0]) => ({
    target,
    method,
    expect,
    ...(type ? { type, body: typeof body === "string" ? body : written(body) } : {}),
  });

  for (const body of bodies) yield request(address(base, asQuery(required)), [good], body);
  if (inPath.length > 0) {
    for (const value of examplesOf(inPath[0])) yield request(address(pathWith(value), asQuery(required)), [good]);
    if (operation.responses["404"]) {
      yield request(address(pathWith("no-such-paper"), asQuery(required)), [404]);
      yield request(address(pathWith("a/b?c#d%e"), asQuery(required)), [404]);
    }
    yield request(address(operation.path.replace(/\{\w+\}/, "%FF"), asQuery(required)), [400]);
  }
  for (const parameter of inQuery) {
    for (const value of examplesOf(parameter)) {
      yield request(address(base, asQuery([...without(parameter.name), [parameter.name, value]])), [good]);
    }
    const others = asQuery(without(parameter.name));
    const raw = (value) => address(base, [others, `${encode(parameter.name)}=${value}`].filter(Boolean).join("&"));
    for (const value of wrongValues(resolve(parameter.schema))) {
      const values = Array.isArray(value) ? value : [value];
      yield request(raw(values.map(encode).join(`&${encode(parameter.name)}=`)), [400]);
    }
    const namesPaper = parameter.name === "id" || parameter.name === "related";
    if (namesPaper && operation.responses["404"]) yield request(raw("no-such-paper"), [404]);
    yield request(raw("%FF"), [400]);
    yield request(raw("a%00b"), [400]);
    if (parameter.required) yield request(address(base, others), [400]);
    if (resolve(parameter.schema).type !== "array") yield request(raw(`1&${encode(parameter.name)}=2`), [400]);
  }
  const target = address(base, asQuery(required));
  if (type === "application/json") {
    for (const body of ["", "[]", "{", '{"no_such_member": 1}', '{"ids": 1, "positivePaperIds": 1, "address": 1}']) {
      yield request(target, [400], body);
    }
  } else if (type) {
    for (const name of Object.keys(content.schema.properties)) yield request(target, [400], `${name}=%FF`);
    yield { ...request(target, [415]), type: "text/plain" };
  }
  // Where an unknown paper is an error, so is one in the body.
  if (type && operation.responses["404"]) {
    const ids = Object.entries(bodies[0]).map(([name, value]) => [name, Array.isArray(value) ? ["no-such"] : value]);
    if (inPath.length === 0) yield request(target, [404], written(Object.fromEntries(ids)));
  }
  if (method === "GET") yield { target: address(base, asQuery(required)), method: "HEAD", expect: [good] };
}
