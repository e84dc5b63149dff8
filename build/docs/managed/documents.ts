// Every document that is made from the managed settings, by its path in docs/; pure.

import { exampleFor } from './example.ts';
import { adml, admx } from './group-policy.ts';
import { jsonSchema } from './json-schema.ts';
import { managedConfigurationPage } from './page.ts';
import { mobileconfig } from './profile.ts';

export function managedDocuments(): Readonly<Record<string, string>> {
  return {
    'managed-configuration.md': managedConfigurationPage(),
    'managed/stile.admx': admx(),
    'managed/en-US/stile.adml': adml(),
    'managed/stile.mobileconfig': mobileconfig(),
    'managed/policy.schema.json': jsonSchema(),
    'managed/50-example.json': `${JSON.stringify(exampleFor('linux'), null, 2)}\n`,
  };
}
