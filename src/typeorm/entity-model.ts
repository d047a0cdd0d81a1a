import type { ObjectRef } from '../model/identity.js';
import type { Renaming } from '../model/renaming.js';
import type { Expression, Schema } from '../model/schema.js';

/** Where the model of the entities says that an object is as it is. */
export interface Origin {
  /** The class, or the name of the `EntitySchema`. */
  readonly entity: string;
  /** The property for columns, and for keys and indexes of one property; `null` for those of the class. */
  readonly property: string | null;
  /** What stands there in a class: `@Column`; `null` in an `EntitySchema`, and for what TypeORM adds by itself. */
  readonly decorator: string | null;
}

/** What the entities of a data source ask of its database. Names and expressions are as the entities spell them. */
export interface EntityModel {
  readonly schema: Schema;
  /** By `refKey`: the constraints and indexes whose name the author chose, so that another name is a difference. */
  readonly named: ReadonlySet<string>;
  /** What the entities say was called otherwise before. */
  readonly renamings: readonly Renaming[];
  /** What else was called otherwise when these were: tables whose names the naming strategy makes of theirs. */
  readonly impliedBy: (renamings: readonly Renaming[]) => readonly Renaming[];
  /** By `refKey`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What the entities name but must not be touched (`synchronize: false`), and TypeORM's own tables. */
  readonly ignored: readonly ObjectRef[];
  /** By `refKey` of a column: another spelling of its default, which stands for the same in the database. */
  readonly synonyms: ReadonlyMap<string, Expression>;
  /** By `refKey`: the text that TypeORM keeps in a table of its own for a view or a generated column. */
  readonly records: ReadonlyMap<string, string>;
  /** By `refKey`: the columns whose entity has no place for a default, as the column of a relation. */
  readonly defaultless: ReadonlySet<string>;
  /** The methods of indexes that entities can ask for; it depends on the version of TypeORM. */
  readonly indexMethods: readonly string[];
  /** What the entities ask for and Limbeck cannot manage, as people read it. */
  readonly unsupported: readonly string[];
}
