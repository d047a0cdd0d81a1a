import { defaultTypeOrm, type Model } from '../support/entities.js';
import type { Case, SameCase } from './case.js';
import { entity } from './entity.js';

/** An entity that never changes, since a data source without any has nothing to compare with. */
const keeper = entity({}, { name: 'keeper' });

/** The data source of a schema that did not change. */
export const modelOf = ({ entities, options = {} }: SameCase): Model => ({ ...options, entities });

/** The data source before the change. */
export const modelBefore = ({ version = defaultTypeOrm, before, options = {} }: Case): Model => ({ version, ...options, entities: [...before, keeper] });

/** The data source after it. */
export const modelAfter = ({ version = defaultTypeOrm, after, options = {}, optionsAfter = {} }: Case): Model => ({ version, ...options, ...optionsAfter, entities: [...after, keeper] });
