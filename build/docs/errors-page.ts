// Writes docs/errors.md from the catalogue and the codes of refusals; pure.

import { catalogue, type ErrorEntry } from '../../shared/errors/catalogue.ts';
import { denialCodes } from '../../shared/tunnel/denial.ts';

const head = `# Every error and refusal

Made by \`npm run fix\` from \`shared/errors/\` and \`shared/tunnel/denial.ts\`; a test holds it against them. What stands in braces is filled in.

## Refusals of a gateway

The code stands in the answer, in the gateway's log and in \`stile why\`. Codes 001–067 mean what they mean in FortiOS 7.4; the others are Stile's own.
"Again" says whether asking again unchanged can help.

| code | title | why | HTTP | again |
| --- | --- | --- | --- | --- |
`;

/** The whole page. */
export function errorsPage(): string {
  const refusals = Object.entries(denialCodes)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(
      ([code, { title, why, status, retry }]) =>
        `| ${code} | ${title} | ${why} | ${status} | ${retry ? 'yes' : 'no'} |`,
    );
  const errors = Object.entries<ErrorEntry>(catalogue).map(
    ([code, { message, next, status }]) => `| \`${code}\` | ${message} | ${next} | ${status ?? ''} |`,
  );
  return [
    head + refusals.join('\n'),
    '',
    '## Errors of the programs',
    '',
    '| code | what was being done | what to do | HTTP |',
    '| --- | --- | --- | --- |',
    ...errors,
    '',
  ].join('\n');
}
