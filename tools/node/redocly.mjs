// Checks OpenAPI documents against Redocly's recommended rules; findings go to standard output as JSON.
import { createRequire } from 'node:module';

const { createConfig, lint } = createRequire(`${process.cwd()}/`)('@redocly/openapi-core');
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    'info-license': 'off',  // nobody has given this API a licence yet, and none is invented here
  },
});
const findings = [];
for (const source of process.argv.slice(2)) {
  for (const { ruleId, severity, message, location } of await lint({ ref: source, config })) {
    const path = (location[0].pointer ?? '').split('/').slice(1);
    findings.push({ source, severity: severity === 'error' ? 0 : 1, code: ruleId, path, message });
  }
}
console.log(JSON.stringify(findings));
