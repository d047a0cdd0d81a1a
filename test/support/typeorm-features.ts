import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Both lines of TypeORM, as they are installed. */
const packages: readonly string[] = ['typeorm', 'typeorm-0.3'].map((name) => dirname(require.resolve(name)));

/** The files that declare what one can say, by folder. Those of decorators for events and transactions say nothing of a schema. */
const optionFolders = ['decorator/options', 'entity-schema', 'driver/postgres', 'data-source', 'naming-strategy', 'metadata/types'];
const decoratorFolders = ['decorator', 'decorator/columns', 'decorator/entity', 'decorator/entity-view', 'decorator/relations', 'decorator/tree'];
const isOfOptions = (name: string): boolean => /(Options|NamingStrategyInterface)$/.test(name) && name !== 'TransactionOptions';

/** What an interface of options declares itself, by its name, of both lines together. */
export function declaredOptions(): ReadonlyMap<string, ReadonlySet<string>> {
  const options = new Map<string, Set<string>>();
  for (const statement of statementsIn(optionFolders)) {
    if (!(ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) || statement.name === undefined || !isOfOptions(statement.name.text)) continue;
    const keys = options.get(statement.name.text) ?? new Set();
    options.set(statement.name.text, keys);
    for (const { name } of statement.members) if (name !== undefined && !ts.isComputedPropertyName(name)) keys.add(name.text);
  }
  return options;
}

/** The decorators that are exported, without `@`. */
export const declaredDecorators = (): ReadonlySet<string> =>
  new Set(statementsIn(decoratorFolders).flatMap((statement) => (ts.isFunctionDeclaration(statement) && statement.name !== undefined ? [statement.name.text] : [])));

function statementsIn(folders: readonly string[]): ts.Statement[] {
  return packages.flatMap((root) => folders.flatMap((folder) => declarationsIn(join(root, folder)))).flatMap((file) => [...ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest).statements]);
}

const declarationsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.d.ts')).map((name) => join(folder, name));
