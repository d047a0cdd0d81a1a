import { parseRename } from '../../../src/diff/parse-rename.js';
import { resolveRenames } from '../../../src/diff/renames.js';
import { LimbeckError } from '../../../src/kernel/errors.js';
import { forms } from '../../../src/model/complete.js';
import type { Renaming } from '../../../src/model/renaming.js';
import type { Schema, Table } from '../../../src/model/schema.js';

const table = (name: string, columns: readonly string[], schema = 'public'): Table =>
  forms.table.complete({ schema, name, columns: columns.map((column) => ({ name: column, type: 'text' })) }, 'public');

const schemaOf = (...tables: readonly Table[]): Schema => ({ namespaces: [], extensions: [], enums: [], tables, views: [], materializedViews: [], viewFacts: {}, unmanaged: [], typeNames: {} });

const from = schemaOf(table('user', ['id', 'mail', 'name']), table('orders', ['id']), table('log', ['id'], 'audit'));
const to = schemaOf(table('user', ['id', 'email', 'name']), table('purchases', ['no']), table('log', ['id'], 'audit'));

const resolve = (typed: readonly string[], declared: readonly Renaming[] = []): Renaming[] =>
  resolveRenames({ schemas: { from, to }, declared, typed: typed.map(parseRename), namespace: 'public', impliedBy: () => [] });

const inPublic = (name: string) => ({ schema: 'public', name });
const column = (before: string, after: string): Renaming => ({ kind: 'column', table: inPublic('user'), from: before, to: after });

function refusal(typed: readonly string[], declared: readonly Renaming[] = []): LimbeckError {
  try {
    resolve(typed, declared);
  } catch (error) {
    if (error instanceof LimbeckError) return error as LimbeckError;
    throw error;
  }
  throw new Error('accepted');
}

describe('resolveRenames', () => {
  it.each([
    ['user.mail=user.email', column('mail', 'email')],
    ['user.mail=email', column('mail', 'email')],
    ['public.user.mail=public.user.email', column('mail', 'email')],
    ['orders=purchases', { kind: 'table', from: inPublic('orders'), to: inPublic('purchases') }],
    ['public.orders=public.purchases', { kind: 'table', from: inPublic('orders'), to: inPublic('purchases') }],
  ])('finds what %s is about', (text, renaming) => {
    expect(resolve([text])).toEqual([renaming]);
  });

  it.each(['orders.id=purchases.no', 'orders.id=no', 'purchases.id=no', 'purchases.id=purchases.no'])('knows a renamed table by both names: %s', (text) => {
    expect(resolve(['orders=purchases', text])[1]).toEqual({ kind: 'column', table: inPublic('purchases'), from: 'id', to: 'no' });
  });

  it.each([
    ['user.mial=user.email', 'rename/unknown', 'Did you mean column public.user.mail?'],
    ['user.mail=user.emial', 'rename/unknown', 'Did you mean column public.user.email?'],
    ['order=purchases', 'rename/unknown', 'Did you mean table public.orders?'],
    ['usr.mail=usr.email', 'rename/unknown', null],
    ['user.mail=user.name', 'rename/taken', null],
    ['index:nothing=other', 'rename/unknown', null],
    ['enum:nothing.a=b', 'rename/unknown', null],
  ])('refuses %s', (text, code, hint) => {
    const error = refusal([text]);
    expect(error.code).toBe(code);
    if (hint !== null) expect(error.hint).toBe(hint);
  });

  it('refuses two renames that contradict each other', () => {
    expect(refusal(['user.mail=user.email', 'user.name=user.email']).code).toBe('rename/conflict');
    expect(refusal(['user.mail=user.email'], [column('name', 'email')]).code).toBe('rename/conflict');
  });

  it('takes what was said twice once', () => {
    expect(resolve(['user.mail=user.email', 'user.mail=email'], [column('mail', 'email')])).toEqual([column('mail', 'email')]);
  });

  it.each([
    ['the old name is gone', column('before', 'name')],
    ['both names are there', column('mail', 'name')],
    ['neither is there yet', column('before', 'email')],
    ['the table is new', { kind: 'column', table: inPublic('purchases'), from: 'id', to: 'no' } as const],
    ['the entity has it no more', column('mail', 'gone')],
  ])('counts a declaration as done where %s', (_, renaming) => {
    expect(resolve([], [renaming])).toEqual([]);
  });

  it('counts what was typed as done where only the new name is there', () => {
    expect(resolve(['user.before=user.name'])).toEqual([]);
  });
});
