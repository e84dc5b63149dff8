// Writes the JSON Schema of the files that manage Linux, which editors and MDMs also show as a form; pure.

import { z } from 'zod';
import { allSettings } from '../../../shared/managed/settings.ts';

export function jsonSchema(): string {
  const properties = allSettings.map(([name, { type, title, explanation, example, isSecret }]) => {
    const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input' });
    return [name, { title, description: explanation, ...schema, ...(isSecret ? {} : { examples: [example] }) }];
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stile: managed configuration',
    description: 'Settings of the Stile agent and its desktop app that an organisation manages.',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
