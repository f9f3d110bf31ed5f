// node answers.js PROGRAMS PAPERS... openapi.json
//
// Asks a server of these papers everything that the description suggests, examples and mistakes, and compares status,
// content type, headers and body with what the description says.
import { readFileSync } from "node:fs";
import { openMailbox, subscribe } from "./mailbox.js";
import { requestsOf } from "./requests.js";
import { BASE, startServer } from "./server.js";
import { openSpec, operationsOf, parametersOf } from "./spec.js";

const programs = process.argv[2];
const file = process.argv.at(-1);
const mailbox = await openMailbox();
const { url, stop } = await startServer(programs, process.argv.slice(3, -1), mailbox.port);
const faults = [];
const reached = new Set();
let asked = 0;

const written = JSON.parse(readFileSync(file, "utf8"));
const spec = await (await fetch(`${url}/openapi.json`)).json();
written.servers[0].url = BASE;
if (JSON.stringify(spec) !== JSON.stringify(written)) faults.push("the server describes itself with another file");
const { resolve, validatorOf } = openSpec(spec);

function faultsOfBody(response, text, described) {
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0];
  const content = described.content?.[type];
  if (!content) return [`the content type ${type} is not described`];
  if (!/[/+]json$/.test(type) || !content.schema) return [];
  const fits = validatorOf(content.schema);
  if (fits(JSON.parse(text))) return [];
  return fits.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}

function faultsOfHeaders(response, described) {
  const found = [];
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    const value = response.headers.get(name);
    if (value === null && header.required) found.push(`the header ${name} is missing`);
    if (value !== null && !validatorOf(header.schema)(value)) found.push(`the header ${name} may not be ${value}`);
  }
  return found;
}

async function ask(operation, request) {
  ++asked;
  const label = `${request.method} ${request.target} ${request.body ?? ""}`.slice(0, 300);
  const response = await fetch(url + request.target, {
    method: request.method,
    body: request.body,
    signal: AbortSignal.timeout(20_000),
    // Each from another client, for those are limited one by one.
    headers: {
      "X-Forwarded-For": `198.51.${asked >> 8}.${asked & 255}`,
      ...(request.type ? { "Content-Type": request.type } : {}),
    },
  });
  const text = await response.text();
  const say = (fault) => faults.push(`${label}: ${fault}`);
  if (!request.expect.includes(response.status)) return say(`${response.status} and not ${request.expect}: ${text.slice(0, 200)}`);
  const key = operation.responses[response.status] ? `${response.status}` : "default";
  const described = resolve(operation.responses[key]);
  reached.add(`${operation.operationId} ${key}`);
  if (response.headers.get("X-Content-Type-Options") !== "nosniff") say("there is no nosniff");
  faultsOfHeaders(response, described).forEach(say);
  if (request.method === "HEAD") return text === "" ? undefined : say("a HEAD has a body");
  return faultsOfBody(response, text, described).forEach(say);
}

try {
  for (const operation of operationsOf(spec)) {
    const parameters = parametersOf(operation, resolve);
    const isToken = operation.path.startsWith("/api/v1/subscriptions/{id}");
    const kind = operation.path.endsWith("/confirm") ? "confirm" : "manage";
    for (const request of requestsOf(operation, parameters, resolve)) {
      if (isToken && !request.expect.includes(404)) {
        // A token may end with its use.
        const token = await subscribe(url, mailbox, kind, `reader${asked}@example.org`);
        request.target = request.target.replace(Object.values(parameters[0].examples)[0].value, token);
      }
      await ask(operation, request).catch((error) =>
        faults.push(`${request.method} ${request.target}: ${error.message} ${error.cause ?? ""}`),
      );
    }
    await ask(operation, { target: operation.path, method: "DELETE", expect: [405] });
    for (const status of Object.keys(operation.responses)) {
      if (!reached.has(`${operation.operationId} ${status}`)) {
        faults.push(`${operation.operationId} never answered ${status}`);
      }
    }
  }
} finally {
  stop();
  mailbox.close();
}
for (const fault of faults) console.log(fault);
console.log(`${asked} requests, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
