import { type CallExpression, Node, type ObjectLiteralExpression, type SourceFile } from 'ts-morph';
import { isTypeScript, type ModuleFormat } from '../loader/module-format.js';
import { loadEnvText } from './data-source-text.js';
import { literalTextOf, nameOf, propertyOf } from './parse.js';
import { styleOf } from './style.js';

/** The options that a NestJS module gives to `TypeOrmModule`, from which a file with a DataSource can be made. */
export interface NestOptions {
  /** `postgres`, `mysql` …; `null` where the file does not write it out. */
  readonly driver: string | null;
  /** The options as a file beside the module would say them; `null` where they depend on what only the running app knows. */
  readonly text: string | null;
}

/**
 * What `TypeOrmModule.forRoot(…)`, or a factory in `TypeOrmModule.forRootAsync(…)`, says in a module; `null` if neither is there.
 *
 * Source: @nestjs/typeorm 11, `TypeOrmModuleOptions`, which is TypeORM's options and some that only Nest reads.
 */
export function readNestOptions(source: SourceFile, format: ModuleFormat): NestOptions | null {
  const call = source.getDescendants().filter(Node.isCallExpression).find((each) => /^TypeOrmModule\.forRoot(Async)?$/.test(each.getExpression().getText()));
  if (call === undefined) return null;
  const options = optionsOf(call);
  if (options === null) return { driver: null, text: null };
  return { driver: literalTextOf(propertyOf(options, 'type')?.getInitializer()), text: dataSourceText(options, source, format) };
}

function optionsOf(call: CallExpression): ObjectLiteralExpression | null {
  const given = call.getArguments()[0];
  if (!Node.isObjectLiteralExpression(given)) return null;
  if (call.getExpression().getText().endsWith('forRoot')) return given;
  const factory = propertyOf(given, 'useFactory')?.getInitializer();
  const body = Node.isArrowFunction(factory) ? factory.getBody() : undefined;
  const result = Node.isBlock(body) ? body.getStatements().find(Node.isReturnStatement)?.getExpression() : Node.isParenthesizedExpression(body) ? body.getExpression() : undefined;
  return Node.isObjectLiteralExpression(result) ? result : null;
}

/** What only Nest reads, and what is not left to the app any more. */
const nestOnly: ReadonlySet<string> = new Set(['autoLoadEntities', 'dropSchema', 'keepConnectionAlive', 'manualInitialization', 'name', 'retryAttempts', 'retryDelay', 'synchronize', 'toRetry', 'verboseRetryLog', 'migrationsRun']);

function dataSourceText(options: ObjectLiteralExpression, source: SourceFile, format: ModuleFormat): string | null {
  const style = styleOf(source.getFullText());
  const { quote, end } = style;
  const kept = options.getProperties().filter((property) => !(Node.isPropertyAssignment(property) && nestOnly.has(nameOf(property))));
  const entries = kept.map(entryText);
  const imports = importsFor(kept, source);
  if (imports === null || entries.some((entry) => entry === null)) return null;
  const readsEnvironment = entries.some((entry) => entry?.includes('process.env'));
  const namesEntities = propertyOf(options, 'entities') !== undefined;
  const isTyped = isTypeScript(source.getFilePath());
  const folder = format === 'module' ? 'import.meta.dirname' : '__dirname';
  const lines = [
    ...(readsEnvironment ? [`import { existsSync } from ${quote}node:fs${quote}${end}`] : []),
    ...(namesEntities ? [] : [`import { join } from ${quote}node:path${quote}${end}`]),
    `import { DataSource } from ${quote}typeorm${quote}${end}`,
    ...imports.map((text) => `${text}${end}`),
    '',
    ...(readsEnvironment ? [loadEnvText(style), ''] : []),
    'export const dataSource = new DataSource({',
    ...entries.map((entry) => `  ${entry ?? ''},`),
    ...(namesEntities ? [] : [`  entities: [join(${folder}, ${quote}**/*.entity${isTyped ? '{.ts,.js}' : '.js'}${quote})],`]),
    '  synchronize: false,',
    `})${end}`,
    '',
  ];
  return lines.join(style.newLine);
}

/** What a property says, with values of Nest's ConfigService as the variables they come from; `null` where that cannot be said. */
function entryText(property: Node): string | null {
  if (!Node.isPropertyAssignment(property)) return null;
  const calls = property.getDescendants().filter(Node.isCallExpression).filter((call) => /\.(get|getOrThrow)$/.test(call.getExpression().getText()));
  const values = calls.map((call) => variableFor(call, nameOf(property)));
  if (values.includes(null)) return null;
  const text = property.getText();
  return calls.reduceRight((before, call, position) => before.slice(0, call.getStart() - property.getStart()) + (values[position] ?? '') + before.slice(call.getEnd() - property.getStart()), text);
}

/** `config.get<number>('DB_PORT', 5432)` as `Number(process.env.DB_PORT ?? 5432)`. */
function variableFor(call: CallExpression, property: string): string | null {
  const [key, fallback] = call.getArguments();
  const name = literalTextOf(key);
  if (name === null || !/^[A-Z][A-Z0-9_]*$/.test(name)) return null;
  const value = `process.env.${name}${fallback === undefined ? '' : ` ?? ${fallback.getText()}`}`;
  const isNumber = property === 'port' || call.getTypeArguments()[0]?.getText() === 'number';
  return isNumber && !/^Number\(/.test(call.getParent()?.getText() ?? '') ? `Number(${value})` : value;
}

/** The imports that give the names which the properties use; `null` if a name comes from elsewhere in the file. */
function importsFor(properties: readonly Node[], source: SourceFile): readonly string[] | null {
  const used = new Set(properties.flatMap((property) => property.getDescendants()).filter(Node.isIdentifier).filter(isFreeName).map((each) => each.getText()));
  const isLocal = source.getVariableDeclarations().some((each) => used.has(each.getName())) || source.getFunctions().some((each) => used.has(each.getName() ?? ''));
  if (isLocal) return null;
  return source.getImportDeclarations().flatMap((declaration) => {
    const named = declaration.getNamedImports().filter((each) => used.has(each.getAliasNode()?.getText() ?? each.getName())).map((each) => each.getText());
    const whole = declaration.getNamespaceImport()?.getText();
    const first = declaration.getDefaultImport()?.getText();
    const parts = [...(first !== undefined && used.has(first) ? [first] : []), ...(whole !== undefined && used.has(whole) ? [`* as ${whole}`] : []), ...(named.length === 0 ? [] : [`{ ${named.join(', ')} }`])];
    return parts.length === 0 ? [] : [`import ${parts.join(', ')} from ${declaration.getModuleSpecifier().getText()}`];
  });
}

/** Neither the name of a property nor what follows a dot. */
function isFreeName(identifier: Node): boolean {
  const parent = identifier.getParent();
  if (Node.isPropertyAssignment(parent)) return parent.getNameNode() !== identifier;
  return !(Node.isPropertyAccessExpression(parent) && parent.getNameNode() === identifier);
}
