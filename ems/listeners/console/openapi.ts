// Describes the console's API as OpenAPI 3.1, made of the schemas that it is checked by; pure.

import { z } from 'zod';
import {
  administratorRole,
  consolePaths,
  lookReply,
  lookRequest,
  rightsOf,
  sessionReply,
  signInReply,
  signInRequest,
} from '../../../shared/ems/administrators.ts';
import { version } from '../../../shared/node/version.ts';
import type { Contract } from '../../../shared/wire/define-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const toldError = z.object({
  code: z.string().describe('of docs/errors.md'),
  message: z.string(),
  next: z.string().describe('what can be done'),
  details: z.record(z.string(), z.unknown()),
});

export function openApi(contract: Contract): Json {
  const signIn = { security: [], tags: ['sign-in'] };
  const commands = Object.entries(contract.commands).map(([name, { params, result, rights }]) => {
    const roles = administratorRole.options.filter((role) => rightsOf[role].includes(rights));
    const operation = {
      operationId: name,
      tags: ['commands'],
      description: `For the roles ${roles.join(' and ')}.`,
      'x-stile-roles': roles,
      ...exchange(params, result),
    };
    return [consolePaths.commands + name, { post: operation }] as const;
  });
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Stile EMS: administration',
      version,
      description: `The commands of \`stile ems\`, version ${contract.version} of their contract. Errors have codes.`,
    },
    security: [{ token: [] }, { session: [] }],
    paths: {
      [consolePaths.look]: { post: { operationId: 'lookAtLink', ...signIn, ...exchange(lookRequest, lookReply) } },
      [consolePaths.signIn]: { post: { operationId: 'signIn', ...signIn, ...exchange(signInRequest, signInReply) } },
      [consolePaths.signOut]: { post: { operationId: 'signOut', ...signIn, ...exchange(null, z.strictObject({})) } },
      [consolePaths.session]: { get: { operationId: 'session', tags: ['sign-in'], ...exchange(null, sessionReply) } },
      ...Object.fromEntries(commands),
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-stile-console' },
      },
      schemas: { Error: schemaOf(toldError, 'output') },
    },
  };
}

function exchange(request: z.ZodType | null, reply: z.ZodType): Json {
  return {
    ...(request === null ? {} : { requestBody: { required: true, content: json(schemaOf(request, 'input')) } }),
    responses: {
      '200': { description: 'Done.', content: json(schemaOf(reply, 'output')) },
      default: { description: 'Refused.', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** What JSON Schema cannot say, such as a check in code, is left out: the server checks it all the same. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
}
