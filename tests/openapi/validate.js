// node validate.js openapi.json
//
// Whether the file is valid OpenAPI, its references lead somewhere, nothing in it is unused, and its examples fit their
// own schemas.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { openSpec, parametersOf, operationsOf } from "./spec.js";

const file = process.argv[2];
const spec = JSON.parse(readFileSync(file, "utf8"));
const faults = [];

const checked = await new Validator().validate(spec);
if (!checked.valid) faults.push(JSON.stringify(checked.errors, null, 1));

const { resolve, validatorOf } = openSpec(spec);
const referred = new Set();
(function walk(node) {
  if (node === null || typeof node !== "object") return;
  if (typeof node.$ref === "string") {
    referred.add(node.$ref);
    try {
      resolve(node);
    } catch (error) {
      faults.push(error.message);
    }
  }
  Object.values(node).forEach(walk);
})(spec);
for (const [kind, components] of Object.entries(spec.components)) {
  for (const name of Object.keys(components)) {
    if (!referred.has(`#/components/${kind}/${name}`)) faults.push(`components.${kind}.${name} is not used`);
  }
}

const names = new Set();
for (const operation of operationsOf(spec)) {
  if (names.has(operation.operationId)) faults.push(`${operation.operationId} is there twice`);
  names.add(operation.operationId);
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const declared = parametersOf(operation, resolve).filter((parameter) => parameter.in === "path");
  if (inPath.join() !== declared.map((parameter) => parameter.name).join()) {
    faults.push(`${operation.path} does not declare what is in its braces`);
  }
  for (const parameter of parametersOf(operation, resolve)) {
    const fits = validatorOf(parameter.schema);
    for (const { value } of Object.values(parameter.examples ?? {})) {
      if (!fits(value)) faults.push(`${operation.operationId}: ${parameter.name} may not be ${JSON.stringify(value)}`);
    }
  }
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    const fits = validatorOf(content.schema);
    for (const { value } of Object.values(content.examples)) {
      if (!fits(value)) faults.push(`${operation.operationId}: the body may not be ${JSON.stringify(value)}`);
    }
  }
}

for (const fault of faults) console.log(`openapi.json: ${fault}`);
console.log(`openapi.json: ${names.size} operations, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
