import { indent, sentence } from '../text.js';

/** The area `entities` of the catalogue: what the entities say. */
export const entitiesErrors = {
  'entities/enum-conflict': (d: { type: string; uses: readonly { property: string; values: readonly string[] }[] }) => ({
    message: `The enum type "${d.type}" has different values in different places:\n${d.uses.map(({ property, values }) => indent(`${property}: ${values.join(', ')}`)).join('\n')}`,
    hint: 'Give each column the same values in the same order, or one of them an `enumName` of its own.',
  }),
  'entities/invalid': (d: { reason: string }) => ({
    message: `TypeORM does not accept the entities: ${sentence(d.reason)}`,
    hint: 'Correct the entity; `dataSource.initialize()` fails in the same way without Limbeck.',
  }),
  'entities/name-conflict': (d: { object: string; places: readonly string[] }) => ({
    message: `Two different things have the name of ${d.object}: ${d.places.join(' and ')}.`,
    hint: 'Give one of them a name of its own, or make both say the same.',
  }),
  'entities/no-metadata': (d: { dataSource: string }) => ({
    message: `The data source ${d.dataSource} has no entities, so there is nothing to compare with.`,
    hint: 'Name your entities in the `entities` option of the DataSource; a glob that matches no file gives none.',
  }),
  'entities/unknown-name': (d: { kind: 'table' | 'schema'; name: string; nearest: string | null }) => ({
    message: `The entities have no ${d.kind} "${d.name}".`,
    hint: d.nearest === null ? `Name a ${d.kind} as the database calls it, not the class; \`limbeck erd\` draws them all.` : `Did you mean ${d.nearest}?`,
  }),
};
