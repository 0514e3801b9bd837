// Validates AsyncAPI documents with the official parser; findings go to standard output as JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Parser } = createRequire(`${process.cwd()}/`)('@asyncapi/parser');
const parser = new Parser();
const findings = [];
for (const source of process.argv.slice(2)) {
  const { diagnostics } = await parser.parse(readFileSync(source, 'utf8'), { source });
  for (const { severity, code, path, message } of diagnostics) {
    findings.push({ source, severity, code: String(code), path, message });
  }
}
console.log(JSON.stringify(findings));
