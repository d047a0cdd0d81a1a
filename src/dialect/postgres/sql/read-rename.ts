import { memberRef, showRef } from '../../../model/identity.js';
import type { Fact } from './command.js';
import { tableOf, type NameScope } from './names.js';
import type { PartialCommand } from './partial.js';
import { kindOf, namedObject, wordOf } from './read-drop.js';
import type { NodeOf } from './tree.js';

type RenameStmt = NodeOf<'RenameStmt'>;

/** What queries name, and what can take the place of something that goes. */
const told: ReadonlySet<RenameStmt['renameType']> = new Set(['OBJECT_INDEX', 'OBJECT_TABLE', 'OBJECT_COLUMN', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_SCHEMA', 'OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_SEQUENCE']);

/** Of an index, nothing but the index is locked. Source: PostgreSQL 18, ALTER INDEX; `RenameRelation` in `tablecmds.c`. */
export function readRename(statement: RenameStmt, scope: NameScope): PartialCommand {
  const { renameType, relation } = statement;
  const isOfTable = relation !== undefined && renameType !== 'OBJECT_INDEX' && renameType !== 'OBJECT_SEQUENCE';
  return {
    facts: told.has(renameType) ? [renameOf(statement, scope)] : [],
    claims: isOfTable ? [{ mode: 'access exclusive', tables: [tableOf(relation, scope)], work: null }] : [],
    ranges: [relation],
  };
}

function renameOf({ renameType = 'OBJECT_TABLE', relation, object, subname = '', newname = '' }: RenameStmt, scope: NameScope): Fact {
  const relationName = relation === undefined ? null : tableOf(relation, scope);
  const rename = { does: 'rename', kind: kindOf(renameType), to: newname, table: renameType === 'OBJECT_INDEX' ? null : relationName } as const;
  if (renameType === 'OBJECT_COLUMN' && relationName !== null) return { ...rename, what: showRef(memberRef('column', relationName, subname)), from: subname };
  if (relationName !== null) return { ...rename, what: `${wordOf(renameType)} ${relationName.schema}.${relationName.name}`, from: relationName.name };
  const { what, name } = object === undefined ? { what: `${wordOf(renameType)} ${subname}`, name: subname } : namedObject(renameType, object, scope);
  return { ...rename, what, from: name };
}

/** `SET SCHEMA`. */
export function readMove({ objectType = 'OBJECT_TABLE', relation, object, newschema = '' }: NodeOf<'AlterObjectSchemaStmt'>, scope: NameScope): PartialCommand {
  const table = relation === undefined ? null : tableOf(relation, scope);
  const what = table === null ? namedObject(objectType, object, scope).what : `${wordOf(objectType)} ${table.schema}.${table.name}`;
  return {
    facts: [{ does: 'move', what, to: newschema, table }],
    claims: table === null ? [] : [{ mode: 'access exclusive', tables: [table], work: null }],
    ranges: [relation],
  };
}

/** `OWNER TO`, of what is no table. */
export const readOwner = ({ objectType = 'OBJECT_TABLE', object }: NodeOf<'AlterOwnerStmt'>, scope: NameScope): PartialCommand => ({
  facts: [{ does: 'change access', what: `the owner of ${namedObject(objectType, object, scope).what}`, table: null }],
});
