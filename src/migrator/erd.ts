import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import type { QualifiedName, Schema, Table } from '../model/schema.js';
import { pictureOfModel } from '../report/model-picture.js';
import { type PictureFormat, writePicture } from '../report/write-picture.js';
import { configuredNamespaceOf } from '../typeorm/compat.js';
import { buildMetadata } from '../typeorm/initialise.js';
import { entityModelOf } from './entity-model-of.js';
import type { Workspace } from './workspace.js';

/** What is drawn, and how it is written. */
export interface ModelPictureRequest {
  /** The tables, as `product` or `shop.product`, beside which those are drawn in brief that foreign keys tie to them; all by default. */
  readonly tables?: readonly string[];
  /** The schemas whose tables are drawn; all by default. */
  readonly schemas?: readonly string[];
  /** `html` by default. */
  readonly format?: PictureFormat;
}

/** The tables of the entities as a picture. */
export interface ModelPicture {
  /** Those that were asked for. */
  readonly tables: readonly QualifiedName[];
  readonly format: PictureFormat;
  /** An HTML page, SVG, a diagram for Mermaid, or DOT for Graphviz. */
  readonly text: string;
}

/** Draws the tables of the entities. Asks no database. */
export async function drawModel(workspace: Workspace, { tables, schemas, format = 'html' }: ModelPictureRequest): Promise<ModelPicture> {
  const { dataSource } = workspace;
  if (!dataSource.isInitialized) await buildMetadata(dataSource);
  const namespace = configuredNamespaceOf(dataSource);
  const { schema } = entityModelOf(dataSource);
  const named = tables?.map((name) => findTable(schema.tables, name, namespace));
  schemas?.forEach((name) => requireSchema(schema, name));
  const isWanted = (table: Table): boolean => (named?.includes(table) ?? true) && (schemas?.includes(table.schema) ?? true);
  const wanted = schema.tables.filter(isWanted);
  const picture = pictureOfModel(schema, namespace, new Set(wanted));
  return { tables: wanted.map(({ schema: place, name }) => ({ schema: place, name })), format, text: await writePicture(picture, format) };
}

/** @throws {LimbeckError} `entities/unknown-name`. */
function findTable(tables: readonly Table[], text: string, namespace: string): Table {
  const namesOf = ({ schema, name }: Table): readonly string[] => [...(schema === namespace ? [name] : []), `${schema}.${name}`];
  const found = tables.find((table) => namesOf(table).includes(text));
  if (found === undefined) throw new LimbeckError('entities/unknown-name', { kind: 'table', name: text, nearest: nearest(text, tables.flatMap(namesOf)) });
  return found;
}

/** @throws {LimbeckError} `entities/unknown-name`. */
function requireSchema({ tables }: Pick<Schema, 'tables'>, text: string): void {
  const names = new Set(tables.map(({ schema }) => schema));
  if (!names.has(text)) throw new LimbeckError('entities/unknown-name', { kind: 'schema', name: text, nearest: nearest(text, names) });
}
