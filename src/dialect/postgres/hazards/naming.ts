import { kindNames } from '../../../model/identity.js';
import type { Hazard } from '../../hazard.js';
import type { GivenName } from '../sql/command.js';
import type { Rule } from './rule.js';

/** Says which names are not as the project wants them. */
export const badlyNamed: Rule = ({ command: { given } }, { context: { names = {} } }) =>
  given.flatMap((each) => {
    const pattern = names[each.kind];
    return pattern === undefined || each.name.search(pattern) !== -1 ? [] : [named(each, pattern)];
  });

const named = ({ kind, name }: GivenName, pattern: RegExp): Hazard => ({
  code: 'style/naming',
  message: `The ${kindNames[kind]} name "${name}" does not match ${String(pattern)}.`,
  hint: 'Choose another name.',
});
