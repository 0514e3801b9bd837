// A document of OpenAPI 3.1 as one of 3.0 for Swagger UI, which takes ten times as long to read 3.1 (11 s for the
// agenda's, on the machine this was tried on). What is offered for programs stays 3.1: the link on the page leads there.

const SCHEME = "securitySchemes";  // the page has its own way to a token, and asks no provider for one

export function older(spec) {
  delete spec.components?.[SCHEME];
  for (const path of Object.values(spec.paths)) {
    for (const operation of Object.values(path)) delete operation.security;
  }
  walk(spec);
  spec.openapi = "3.0.3";
  return spec;
}

// Schemas are found by where they stand; an example may hold members of any name, and is left alone.
function walk(node) {
  if (Array.isArray(node)) {
    node.forEach(walk);
    return;
  }
  if (node === null || typeof node !== "object") return;
  for (const [name, value] of Object.entries(node)) {
    if (name === "schemas") Object.values(value).forEach(schema);
    else if (name === "schema") schema(value);
    else if (name !== "example" && name !== "examples") walk(value);
  }
}

function schema(node) {
  if (node === null || typeof node !== "object") return;
  for (const inner of ["anyOf", "oneOf", "allOf", "prefixItems"]) (node[inner] ?? []).forEach(schema);
  Object.values(node.properties ?? {}).forEach(schema);
  for (const inner of ["items", "additionalProperties", "not"]) schema(node[inner]);
  allowNull(node);
  delete node.propertyNames;  // 3.0 has no way to say how names are written
  if ("const" in node) {
    node.enum = [node.const];
    delete node.const;
  }
  if (Array.isArray(node.examples)) {
    node.example ??= node.examples[0];
    delete node.examples;
  }
  for (const [exclusive, bound] of [["exclusiveMinimum", "minimum"], ["exclusiveMaximum", "maximum"]]) {
    if (typeof node[exclusive] === "number") {
      node[bound] = node[exclusive];
      node[exclusive] = true;
    }
  }
}

function allowNull(node) {
  const isNull = (one) => one?.type === "null";
  if (Array.isArray(node.type)) {
    node.nullable = node.type.includes("null");
    node.type = node.type.find((type) => type !== "null");
  }
  for (const inner of ["anyOf", "oneOf"]) {
    if (!node[inner]?.some(isNull)) continue;
    const left = node[inner].filter((one) => !isNull(one));
    node.nullable = true;
    if (left.length > 1) node[inner] = left;
    else {
      delete node[inner];
      if (left[0]?.$ref) node.allOf = left;
      else Object.assign(node, { ...left[0], ...node });
    }
  }
}
