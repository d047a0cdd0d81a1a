import { decorate, defaultTypeOrm } from '../support/entities.js';
import { type Sample, samples, samplesBeyondTypeOrm } from '../support/entity-samples.js';
import type { Case } from './case.js';

const fromNothing = ([topic, { entities, setUp, versions: _, ...options }]: [string, Sample]): Case => ({
  name: `from nothing: ${topic}`,
  options,
  before: [],
  ...(setUp === undefined ? {} : { data: setUp }),
  ...(topic in reasons ? { beyondTypeOrm: reasons[topic] ?? '' } : {}),
  after: (typeof entities === 'function' ? decorate(defaultTypeOrm, entities) : entities) as Case['after'],
});

const reasons: Readonly<Record<string, string>> = { 'defaults that ask the clock': 'it puts older spellings of the clock in place of those that PostgreSQL prints' };

const inVersion = ([, { versions = [defaultTypeOrm] }]: [string, Sample]): boolean => versions.includes(defaultTypeOrm);

/** All that entities can say, made in an empty database and taken back. */
export const sampleCases: readonly Case[] = [
  ...Object.entries(samples).filter(inVersion).map(fromNothing),
  ...Object.entries(samplesBeyondTypeOrm).map((each) => ({ ...fromNothing(each), beyondTypeOrm: 'PostgreSQL refuses the SQL that it makes' })),
];
