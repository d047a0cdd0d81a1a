import type { EntitySchema } from 'typeorm';

/** What a table was called before; all names are those of the database. */
export interface RenamedTable {
  readonly name?: string;
  /** Where it was before, if somewhere else. */
  readonly schema?: string;
  /** The old name of an index, by its new one. */
  readonly indexes?: Readonly<Record<string, string>>;
  /** The old name of a key or constraint, by its new one. */
  readonly constraints?: Readonly<Record<string, string>>;
}

/** What a column was called before; all names are those of the database. */
export interface RenamedColumn {
  readonly name?: string;
  /** The old name of its enum type: the name alone, or behind its schema and a dot. */
  readonly enumName?: string;
  /** The old value of the enum type, by its new one. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The renames of an `EntitySchema`. */
export interface RenamedEntity {
  readonly table?: string | RenamedTable;
  /** By the key of the column in the `EntitySchema`. */
  readonly columns?: Readonly<Record<string, string | RenamedColumn>>;
}

/** What one class, or one `EntitySchema` by its name, declares. */
export interface Declaration {
  readonly table: RenamedTable | null;
  readonly columns: ReadonlyMap<string, RenamedColumn>;
}

/** A class; or an `EntitySchema` without one, itself or by its name. */
export type Target = object | string;

/**
 * Says what the table of a class or the column of a property was called before, so that it is renamed and keeps its rows.
 * It may stay when that is done: an old name that is gone says nothing.
 *
 * ```ts
 * @Entity()
 * @RenamedFrom("orders")
 * class Purchase {
 *   @Column()
 *   @RenamedFrom("mail")
 *   email: string;
 *
 *   @Column({ type: "enum", enum: ["open", "closed"] })
 *   @RenamedFrom({ values: { closed: "done" } })
 *   status: string;
 * }
 * ```
 */
export function RenamedFrom(before: string | (RenamedTable & RenamedColumn)): ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol): void => {
    if (property === undefined) declare(target, { table: before });
    else declare(target.constructor, { columns: { [String(property)]: before } });
  };
}

/** What {@link RenamedFrom} says, for an `EntitySchema`; gives the schema back. */
export function renamedFrom<Entity>(schema: EntitySchema<Entity>, before: RenamedEntity): EntitySchema<Entity> {
  const { target, name } = schema.options;
  for (const key of target === undefined ? [schema, name] : [target]) declare(key, before);
  return schema;
}

/** What was declared for a target; of a class, not what its base classes declare. */
export const declarationOf = (target: Target): Declaration | undefined => declarations().get(target);

function declare(target: Target, { table, columns = {} }: RenamedEntity): void {
  const known = declarationOf(target);
  const more = Object.entries(columns).map(([property, before]): [string, RenamedColumn] => [property, named(before)]);
  declarations().set(target, { table: table === undefined ? (known?.table ?? null) : named(table), columns: new Map([...(known?.columns ?? []), ...more]) });
}

const named = <T extends { readonly name?: string }>(before: string | T): T | { readonly name: string } => (typeof before === 'string' ? { name: before } : before);

const key = Symbol.for('limbeck.renamedFrom');

/** The one registry of this process, which may hold several copies of this file: the command's and the project's. */
function declarations(): Map<Target, Declaration> {
  const holder = globalThis as { [key]?: Map<Target, Declaration> };
  return (holder[key] ??= new Map<Target, Declaration>());
}
