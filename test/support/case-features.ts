import { EntitySchema } from 'typeorm';
import type { Case, SameCase } from '../cases/case.js';
import { toldBy } from './entities.js';

/** The options that the entities and the data source of a case use, and the texts that these have. */
export function featuresOf(tried: Case | SameCase): ReadonlySet<string> {
  const entities = 'entities' in tried ? tried.entities : [...tried.before, ...tried.after];
  const features = new Set<string>();
  const told = entities.map((each) => (each instanceof EntitySchema ? each.options : toldBy(each)));
  collect([told, tried.options, 'optionsAfter' in tried ? tried.optionsAfter : undefined], features, new Set());
  if ('withoutExtensions' in tried) features.add('installExtensions');
  return features.add('entities');
}

function collect(value: unknown, features: Set<string>, seen: Set<unknown>): void {
  if (typeof value === 'string') features.add(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue;
    features.add(key);
    collect(each instanceof EntitySchema ? each.options : each, features, seen);
  }
}
