import type { EntitySchemaColumnOptions } from 'typeorm';
import type { Case } from './case.js';
import { entity } from './entity.js';

const column = (type: EntitySchemaColumnOptions['type'], rest: Partial<EntitySchemaColumnOptions> = {}): EntitySchemaColumnOptions => ({ type, nullable: true, ...rest });

const changes: readonly Omit<Case, 'version' | 'withoutExtensions'>[] = [
  {
    name: 'columns of types that extensions bring, on a table that is there',
    before: [entity({})],
    data: 'INSERT INTO item DEFAULT VALUES',
    after: [entity({ a: column('citext', { default: 'x' }), b: column('hstore'), c: column('ltree'), d: column('cube') })],
    operations: [
      'create extension citext',
      'create extension cube',
      'create extension hstore',
      'create extension ltree',
      "add column item.a: citext, default 'x'::citext",
      'add column item.b: hstore',
      'add column item.c: ltree',
      'add column item.d: cube',
    ],
  },
  {
    name: 'a generated uuid',
    before: [],
    after: [entity({ token: { type: 'uuid', generated: 'uuid' } })],
  },
  {
    name: 'a default by a function of pgcrypto',
    before: [],
    after: [entity({ salt: column('text', { default: () => "gen_salt('bf')" }) })],
    beyondTypeOrm: 'it does not know that the default needs an extension',
  },
  {
    name: 'an exclusion by equality',
    before: [],
    after: [entity({ room: { type: 'integer' }, during: { type: 'tsrange' } }, { exclusions: [{ name: 'XCL_room', expression: 'USING gist (room WITH =, during WITH &&)' }] })],
  },
  {
    name: 'a predicate over a column of a type that an extension brings',
    before: [],
    after: [entity({ mail: column('citext') }, { indices: [{ columns: ['mail'], where: "mail <> ''" }] })],
  },
  {
    name: 'an extension that is there already',
    before: [entity({})],
    data: 'CREATE EXTENSION citext; CREATE EXTENSION "uuid-ossp"',
    after: [entity({ mail: column('citext') })],
    operations: ['add column item.mail: citext'],
  },
];

export const extensionCases: readonly Case[] = (['1', '0.3'] as const).flatMap((version) =>
  changes.map((change) => ({ ...change, name: `extensions, TypeORM ${version}: ${change.name}`, version, withoutExtensions: true as const })),
);
