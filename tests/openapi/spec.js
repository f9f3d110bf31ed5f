// What the checks have in common: an OpenAPI document, its operations, and validators of its schemas.
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const METHODS = ["get", "put", "post", "delete", "patch"];

export function* operationsOf(spec) {
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS) {
      if (item[method]) yield { path, method, ...item[method] };
    }
  }
}

export function parametersOf(operation, resolve) {
  return (operation.parameters ?? []).map(resolve);
}

export function openSpec(spec) {
  const resolve = (node) => {
    if (typeof node?.$ref !== "string") return node;
    let found = spec;
    for (const step of node.$ref.slice(2).split("/")) {
      found = found?.[step.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    if (found === undefined) throw new Error(`${node.$ref} leads nowhere`);
    return resolve(found);
  };

  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const compiled = new Map();
  // Of a schema of the document; its references are to the document's components.
  const validatorOf = (schema) => {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) compiled.set(key, ajv.compile({ ...schema, components: spec.components }));
    return compiled.get(key);
  };
  return { resolve, validatorOf };
}
