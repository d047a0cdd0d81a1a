import type { Expression } from '../../model/schema.js';
import { quoteIdentifier } from './quote.js';
import { tokensOf } from './run/commands.js';

/**
 * Whether `name` stands in an expression as PostgreSQL prints it, for a column or for anything else. It prints a name without quotes only where it means the same.
 *
 * Source: PostgreSQL 18, `quote_identifier` in `src/backend/utils/adt/ruleutils.c`.
 */
export const mentions = (expression: Expression, name: string): boolean => {
  const quoted = quoteIdentifier(name);
  return tokensOf(expression).some((token) => token === name || token === quoted);
};
