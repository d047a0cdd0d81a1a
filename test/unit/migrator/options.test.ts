import { resolve } from 'node:path';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { completeOptions } from '../../../src/migrator/options.js';

const aFunction: unknown = expect.any(Function);

const errorOf = (options: unknown): LimbeckError => {
  try {
    completeOptions(options);
  } catch (error) {
    if (error instanceof LimbeckError) return error as LimbeckError;
    throw error;
  }
  throw new Error('the options were accepted');
};

const lintForm =
  'an object such as { rules: { "lock/*": "warn" }, accept: [{ revision: "8c41f0a6d2be", code: "data/lost", reason: "nobody read it" }], names: { index: /^ix_/ }, add: [{ code: "team/no-json", check }], since: "8c41f0a6d2be" }';
const acceptForm = 'a list of entries such as { object: "column public.user.mail", facet: "default", reason: "set by the DBA" }';

describe('completeOptions', () => {
  it('fills in the defaults', () => {
    expect(completeOptions({})).toEqual({
      directory: resolve('migrations'),
      versionLocations: [],
      recursiveVersionLocations: false,
      compareType: true,
      compareDefault: true,
      includeObject: aFunction,
      includeName: aFunction,
      schemas: [],
      accept: [],
      lint: { rules: {}, accept: [], names: {}, add: [] },
      requireSafe: false,
      online: false,
      renames: [],
      style: 'operations',
      verify: 'transaction',
      processRevision: aFunction,
      lockWaitMs: 60_000,
      lockTimeoutMs: 0,
      lockRetries: 5,
      statementTimeoutMs: 0,
      editedRevisions: 'warn',
      beforeRevision: aFunction,
      afterRevision: aFunction,
      onStatement: aFunction,
      fileTemplate: '%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s',
      timeZone: 'UTC',
      slugLength: 40,
      arguments: {},
      postWriteHooks: [],
      onEvent: aFunction,
    });
    expect(completeOptions({}).includeObject({ ref: { kind: 'table', schema: 'a', table: null, name: 'b' }, side: 'database' })).toBe(true);
    expect(completeOptions({}).onEvent({ type: 'unsupported', what: 'a view' })).toBeUndefined();
  });

  it('keeps what was said, takes undefined for nothing said, and completes what is complete to the same', () => {
    const said = {
      directory: 'db/migrations',
      versionLocations: ['plugins/a', '/elsewhere/b'],
      recursiveVersionLocations: true,
      compareType: false,
      compareDefault: () => null,
      includeObject: () => false,
      includeName: () => false,
      schemas: ['old'],
      accept: [{ object: 'column public.user.mail', facet: 'default', reason: 'set by the DBA' }],
      lint: { rules: { 'data/lost': 'off' }, accept: [], names: {}, add: [], since: '8c41' },
      requireSafe: true,
      online: { minRows: 1000 },
      renames: ['a=b'],
      style: 'sql',
      verify: 'off',
      processRevision: () => null,
      transaction: 'none',
      lockWaitMs: 0,
      lockTimeoutMs: 1,
      lockRetries: 0,
      statementTimeoutMs: 2,
      editedRevisions: 'error',
      beforeRevision: () => undefined,
      afterRevision: () => undefined,
      onStatement: () => undefined,
      fileTemplate: '%(year)d/%(rev)s',
      timeZone: 'Asia/Kathmandu',
      slugLength: 1,
      arguments: { tenant: 'north' },
      postWriteHooks: [['prettier', '{file}'], () => undefined],
      onEvent: () => undefined,
    };
    const complete = completeOptions({ ...said }, '/app');
    expect(complete).toEqual({ ...said, directory: resolve('/app/db/migrations'), versionLocations: [resolve('/app/plugins/a'), resolve('/elsewhere/b')] });
    expect(completeOptions(complete, '/elsewhere')).toEqual(complete);
    expect(completeOptions({ slugLength: undefined, transaction: undefined })).toEqual({ ...completeOptions({}), includeObject: aFunction, onEvent: aFunction });
    expect(completeOptions({ slugLength: undefined })).not.toHaveProperty('transaction');
  });

  it.each([
    ['directory', '', '""', 'the path of a folder'],
    ['directory', 7, '7', 'the path of a folder'],
    ['versionLocations', 'plugins', '"plugins"', 'a list of paths of folders'],
    ['versionLocations', [''], 'a list', 'a list of paths of folders'],
    ['recursiveVersionLocations', 'yes', '"yes"', 'true or false'],
    ['fileTemplate', '%(year)d/%(rev)s', '"%(year)d/%(rev)s"', 'the name of a file without folders, unless `recursiveVersionLocations` is true'],
    ['compareType', 'yes', '"yes"', 'true, false or a function'],
    ['compareDefault', null, 'null', 'true, false or a function'],
    ['includeObject', true, 'true', 'a function'],
    ['includeName', 'public', '"public"', 'a function'],
    ['schemas', 'old', '"old"', 'a list of the names of schemas'],
    ['accept', [{ object: 'column public.user.mail' }], 'a list', acceptForm],
    ['accept', [{ object: 'public.user.mail', reason: 'so' }], 'a list', acceptForm],
    ['accept', [{ object: 'column public.user.mail', fact: 'default', reason: 'so' }], 'a list', acceptForm],
    ['lint', [], 'a list', lintForm],
    ['lint', { rule: {} }, 'an object', lintForm],
    ['lint', { rules: { 'data/lost': 'warning' } }, 'an object', lintForm],
    ['lint', { accept: [{ revision: '8c41f0a6d2be', code: 'data/lost' }] }, 'an object', lintForm],
    ['lint', { accept: [{ revision: '8c41f0a6d2be', code: 'data/lost', reason: '' }] }, 'an object', lintForm],
    ['lint', { add: [{ code: 'no-family', check: () => null }] }, 'an object', lintForm],
    ['lint', { add: [{ code: 'team/no-check' }] }, 'an object', lintForm],
    ['lint', { since: 8 }, 'an object', lintForm],
    ['lint', { names: { table: '^[a-z]+$' } }, 'an object', lintForm],
    ['lint', { names: { tables: /^[a-z]+$/ } }, 'an object', lintForm],
    ['requireSafe', 'yes', '"yes"', 'true or false'],
    ['transaction', 'ALL', '"ALL"', '"each", "all" or "none"'],
    ['lockWaitMs', -1, '-1', 'a whole number of milliseconds, 0 or more'],
    ['lockWaitMs', '5s', '"5s"', 'a whole number of milliseconds, 0 or more'],
    ['lockWaitMs', Infinity, 'Infinity', 'a whole number of milliseconds, 0 or more'],
    ['fileTemplate', ['%(rev)s'], 'a list', 'the template of a file name'],
    ['timeZone', 'Middle/Earth', '"Middle/Earth"', 'a time zone such as "UTC" or "Europe/Vienna"'],
    ['slugLength', 0, '0', 'a whole number of letters, 1 or more'],
    ['slugLength', 1.5, '1.5', 'a whole number of letters, 1 or more'],
    ['onEvent', {}, 'an object', 'a function'],
    ['arguments', { tenant: 1 }, 'an object', 'an object of texts'],
    ['arguments', ['tenant=1'], 'a list', 'an object of texts'],
    ['postWriteHooks', ['prettier'], 'a list', 'a list of commands, each a list of words such as ["prettier", "--write", "{file}"], or functions'],
    ['postWriteHooks', [[]], 'a list', 'a list of commands, each a list of words such as ["prettier", "--write", "{file}"], or functions'],
    ['directory', 'x'.repeat(100).split(''), 'a list', 'the path of a folder'],
    ['timeZone', 'x'.repeat(100), 'a long text', 'a time zone such as "UTC" or "Europe/Vienna"'],
  ])('refuses %s: %j', (option, value, found, allowed) => {
    const error = errorOf({ [option]: value });
    expect(error).toMatchObject({ code: 'config/bad-option', details: { option, found, allowed } });
    expect(error.message).toBe(`The option \`${option}\` is ${found}; it must be ${allowed}.`);
  });

  it.each([
    [{ rules: { 'data/loss': 'off' } }, 'lint.rules', 'data/loss', 'Did you mean `data/lost`?'],
    [{ rules: { 'dat/*': 'off' } }, 'lint.rules', 'dat/*', 'Did you mean `data/*`?'],
    [{ accept: [{ revision: '8c41f0a6d2be', code: 'quux', reason: 'so' }] }, 'lint.accept', 'quux', 'Take it out'],
  ])('names what an unknown hazard could be: %j', (lint, option, code, hint) => {
    const error = errorOf({ lint });
    expect(error).toMatchObject({ code: 'config/unknown-hazard', details: { option, code } });
    expect(error.hint).toContain(hint);
  });

  it('knows families, and the rules that are added', () => {
    const rules = { 'lint/*': 'off', 'team/*': 'warn', 'team/no-json': 'off' };
    expect(completeOptions({ lint: { rules, add: [{ code: 'team/no-json', check: () => null }] } }).lint.rules).toEqual(rules);
  });

  it.each([
    ['dir', 'The options are directory, versionLocations, '],
    ['compareTypes', 'Did you mean `compareType`?'],
    ['Transaction', 'Did you mean `transaction`?'],
    ['lockwaitMs', 'Did you mean `lockWaitMs`?'],
    ['lcokWait', 'Did you mean `lockWaitMs`?'],
    ['constructor', 'The options are directory, '],
  ])('names what an unknown option could be: %s', (option, hint) => {
    const error = errorOf({ [option]: true });
    expect(error).toMatchObject({ code: 'config/unknown-option', details: { option } });
    expect(error.hint).toContain(hint);
  });

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'a list'],
    ['migrations', '"migrations"'],
    [() => ({}), 'a function'],
  ])('refuses options that are no object: %p', (options, found) => {
    expect(errorOf(options)).toMatchObject({ code: 'config/bad-option', details: { option: 'limbeck', found } });
  });
});
