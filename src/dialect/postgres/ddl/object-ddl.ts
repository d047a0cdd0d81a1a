import type { ObjectKind } from '../../../model/schema.js';
import type { Alter, Create, Drop, Rename } from '../../../operation/operation.js';
import type { Statement } from '../../dialect.js';

/** The statements of each verb for one kind of object. */
export interface ObjectDdl<K extends ObjectKind> {
  create(operation: Create<K>): readonly Statement[];
  drop(operation: Drop<K>): readonly Statement[];
  alter(operation: Alter<K>): readonly Statement[];
  rename(operation: Rename<K>): readonly Statement[];
}

/** A statement that may run inside a transaction. */
export const statement = (sql: string): Statement => ({ sql, transactional: true });
