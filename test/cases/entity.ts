import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { EntitySchema } from 'typeorm';

type Columns = Readonly<Record<string, EntitySchemaColumnOptions>>;
type Rest = Omit<EntitySchemaOptions<unknown>, 'name' | 'columns'> & { readonly name?: string };

const id: EntitySchemaColumnOptions = { type: 'integer', primary: true, generated: 'increment' };

/** An entity with a serial key and these columns. */
export const entity = (columns: Columns, rest: Rest = {}): EntitySchema =>
  new EntitySchema({ name: 'item', ...rest, columns: { id, ...columns } });

/** An entity with exactly these columns. */
export const keyless = (columns: Columns, rest: Rest = {}): EntitySchema => new EntitySchema({ name: 'item', ...rest, columns: { ...columns } });
