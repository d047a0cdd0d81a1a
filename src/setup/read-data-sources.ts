import { type NewExpression, Node, type SourceFile } from 'ts-morph';
import { literalTextOf, objectOf, propertyOf } from './parse.js';

/** A DataSource that a file makes at its outermost level. */
export interface DeclaredDataSource {
  /** The name under which it is exported; of a constant that is not, its name. */
  readonly name: string;
  /** Where `export` is missing before its declaration; `null` if it is exported. */
  readonly exportAt: number | null;
  /** `postgres`, `mysql` …; `null` where the file does not write it out. */
  readonly driver: string | null;
}

/** The DataSources of a file, in its order. Those that a function makes are not seen. */
export function readDataSources(source: SourceFile): readonly DeclaredDataSource[] {
  return source.getDescendants().filter(Node.isNewExpression).filter(isDataSource).flatMap((made) => declarationOf(made, source));
}

const isDataSource = (made: NewExpression): boolean => /(^|\.)DataSource$/.test(made.getExpression().getText());

function declarationOf(made: NewExpression, source: SourceFile): readonly DeclaredDataSource[] {
  const driver = driverOf(made);
  const parent = made.getParent();
  if (Node.isExportAssignment(parent)) return [{ name: 'default', exportAt: null, driver }];
  if (Node.isBinaryExpression(parent)) return commonJsNameOf(parent.getLeft().getText()).map((name) => ({ name, exportAt: null, driver }));
  if (!Node.isVariableDeclaration(parent)) return [];
  const statement = parent.getVariableStatement();
  if (statement?.getParent() !== source) return [];
  const name = exportedNameOf(parent.getName(), source);
  return [{ name: name ?? parent.getName(), exportAt: name === null && isEsModule(source) ? statement.getStart() : null, driver }];
}

/** `module.exports =`, `exports.shop =`. */
const commonJsNameOf = (left: string): readonly string[] => (left === 'module.exports' ? ['default'] : (/^(?:module\.)?exports\.(\w+)$/.exec(left)?.slice(1) ?? []));

/** The name under which a file exports what it calls `name`; `null` if it does not. */
function exportedNameOf(name: string, source: SourceFile): string | null {
  if (source.getVariableDeclaration(name)?.isExported() !== true) return null;
  const isNamed = source.getVariableStatement(name)?.hasExportKeyword() === true;
  if (isNamed) return name;
  const specifier = source.getExportDeclarations().flatMap((each) => each.getNamedExports()).find((each) => each.getName() === name);
  return specifier === undefined ? 'default' : (specifier.getAliasNode()?.getText() ?? name);
}

const isEsModule = (source: SourceFile): boolean => source.getImportDeclarations().length > 0 || source.getExportSymbols().length > 0;

function driverOf(made: NewExpression): string | null {
  const options = objectOf(made.getArguments()[0]);
  return options === null ? null : literalTextOf(propertyOf(options, 'type')?.getInitializer());
}

/** The lines where options are not switched off that change the schema beside the migrations; from 1. */
export function schemaSwitches(source: SourceFile): readonly { readonly option: string; readonly line: number }[] {
  return source
    .getDescendants()
    .filter(Node.isPropertyAssignment)
    .filter((property) => ['synchronize', 'dropSchema'].includes(property.getName()) && property.getInitializer()?.getText() !== 'false')
    .map((property) => ({ option: property.getName(), line: property.getStartLineNumber() }));
}
