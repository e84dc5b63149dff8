import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseFailure } from '../../../../../ems/store/postgres/failures.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';

const database = 'PostgreSQL stile@db:5432/stile';
const failure = (fields: Readonly<Record<string, string>>) => Object.assign(new Error(fields.message ?? 'no'), fields);

const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['database-unreachable', { code: 'ECONNREFUSED' }],
  ['database-unreachable', { code: 'ENOENT' }],
  ['database-unreachable', { code: 'EAI_AGAIN' }],
  ['database-unreachable', { code: '57P01' }],
  ['database-unreachable', { code: '08006' }],
  ['database-unreachable', { message: 'Connection terminated unexpectedly' }],
  ['database-unreachable', { message: 'Client has encountered a connection error and is not queryable' }],
  ['database-busy', { code: '55P03' }],
  ['database-busy', { code: '53300' }],
  ['database-busy', { message: 'timeout exceeded when trying to connect' }],
  ['database-busy', { message: 'Query read timeout' }],
  ['database-refused', { code: '28P01' }],
  ['database-refused', { code: '28000' }],
  ['database-refused', { code: '3D000' }],
  ['database-refused', { code: '42501' }],
  ['database-refused', { code: '25006' }],
  ['database-refused', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }],
  ['database-refused', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['database-refused', { message: 'The server does not support SSL connections' }],
  ['database-refused', { message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }],
  ['thing-exists', { code: '23505', constraint: 'devices_pkey' }],
  ['request-invalid', { code: '22021' }],
];

for (const [code, fields] of cases) {
  test(`${fields.code ?? fields.message} is told as ${code}`, () => {
    const told = databaseFailure(failure(fields), database);
    assert.ok(told instanceof AppError);
    assert.equal(told.code, code);
  });
}

test('a name with several addresses fails as the first of them does', () => {
  const told = databaseFailure(new AggregateError([failure({ code: 'ECONNREFUSED' })]), database);
  assert.ok(told instanceof AppError && told.code === 'database-unreachable');
});

test('a mistake of ours stays what it is, and so does what has a code already', () => {
  for (const error of [failure({ code: '42601', message: 'syntax error' }), new AppError('config-unreadable')])
    assert.equal(databaseFailure(error, database), error);
});

test('what the server said is kept as the cause and stands in no sentence', () => {
  const told = databaseFailure(failure({ code: '28P01', message: 'the password hunter2 is wrong' }), database);
  assert.ok(told instanceof AppError);
  assert.ok(!JSON.stringify(told.toWire()).includes('hunter2'));
});
