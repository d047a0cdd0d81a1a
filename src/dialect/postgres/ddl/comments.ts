import type { QualifiedName } from '../../../model/schema.js';
import type { Statement } from '../../dialect.js';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.js';
import { statement } from './object-ddl.js';

export const commentOnTable = (table: QualifiedName, comment: string | null): Statement =>
  statement(`COMMENT ON TABLE ${quoteName(table)} IS ${textOf(comment)}`);

export const commentOnColumn = (table: QualifiedName, column: string, comment: string | null): Statement =>
  statement(`COMMENT ON COLUMN ${quoteName(table)}.${quoteIdentifier(column)} IS ${textOf(comment)}`);

const textOf = (comment: string | null): string => (comment === null ? 'NULL' : quoteLiteral(comment));
