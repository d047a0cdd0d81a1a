import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

import { createFilesMatcher, createPathsMatcher, getTsconfig, parseTsconfig, type TsConfigResult } from 'get-tsconfig';

import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { shownPath } from './shown-path.js';

/** What a user's `tsconfig.json` says that changes what a file does when it runs. */
export interface Project {
  /** Class fields are defined (ECMAScript), not assigned (what TypeScript did before). */
  readonly useDefineForClassFields: boolean;
  /** `import x from` and `import * as x from` a CommonJS module go through helpers. */
  readonly esModuleInterop: boolean;
  /** In CommonJS, `import()` stays `import()` and does not become `require`. */
  readonly keepDynamicImport: boolean;
  readonly verbatimModuleSyntax: boolean;
  /** Whether `string | null` is another type than `string`. */
  readonly strictNullChecks: boolean;
  /** Where `paths` and `baseUrl` send a specifier: paths without extension, the best first. */
  aliases(specifier: string): readonly string[];
}

/** Without a `tsconfig.json`: fields are assigned, because an inherited value then survives a redeclared field. */
const withoutTsconfig: Project = {
  useDefineForClassFields: false,
  esModuleInterop: true,
  keepDynamicImport: true,
  verbatimModuleSyntax: false,
  strictNullChecks: false,
  aliases: () => [],
};

/** By folder. The hooks ask for every import, and a `tsconfig.json` does not change while a process runs. */
const projects = new Map<string, Project>();

/**
 * The project a source file belongs to: the nearest `tsconfig.json`, or the one of its `references` that includes the file.
 *
 * @throws {LimbeckError} `config/tsconfig-invalid`
 */
export function projectOf(file: string): Project {
  const folder = dirname(file);
  const known = projects.get(folder);
  if (known !== undefined) return known;
  const tsconfig = findTsconfig(file);
  const project = tsconfig === null ? withoutTsconfig : toProject(tsconfig);
  projects.set(folder, project);
  return project;
}

function findTsconfig(file: string): TsConfigResult | null {
  try {
    const nearest = getTsconfig(dirname(file));
    return nearest === null ? null : (referenced(nearest, file) ?? nearest);
  } catch (error) {
    throw new LimbeckError('config/tsconfig-invalid', { file: shownPath(file), problem: messageOf(error) }, { cause: error });
  }
}

/** A `tsconfig.json` that only lists `references` says nothing itself: the referenced one that includes the file counts. */
function referenced(tsconfig: TsConfigResult, file: string): TsConfigResult | null {
  const references = tsconfig.config.references ?? [];
  if (references.length === 0 || createFilesMatcher(tsconfig)(file) !== undefined) return null;
  for (const { path } of references) {
    const target = resolve(dirname(tsconfig.path), path);
    const targetFile = target.endsWith('.json') ? target : join(target, 'tsconfig.json');
    const candidate = { path: targetFile, config: parseTsconfig(targetFile) };
    if (createFilesMatcher(candidate)(file) !== undefined) return candidate;
  }
  return null;
}

/** get-tsconfig fills in what `target`, `module` and `strict` imply; what TypeScript's own version implies is left to us. */
function toProject(tsconfig: TsConfigResult): Project {
  const options = tsconfig.config.compilerOptions ?? {};
  const isModern = (): boolean => typescriptMajor(tsconfig.path) >= 6;
  const matches = createPathsMatcher(tsconfig);
  return {
    useDefineForClassFields: options.useDefineForClassFields ?? (options.target === undefined && isModern()),
    esModuleInterop: options.esModuleInterop ?? isModern(),
    keepDynamicImport: /^node/i.test(options.module ?? ''),
    verbatimModuleSyntax: options.verbatimModuleSyntax ?? false,
    strictNullChecks: options.strictNullChecks ?? false,
    aliases: (specifier) => matches?.(specifier) ?? [],
  };
}

/**
 * The major version of the project's own TypeScript, read and never loaded; the newest known when it has none.
 *
 * TypeScript 6 made `esModuleInterop` and a `target` later than ES2022 the default.
 */
function typescriptMajor(tsconfigFile: string): number {
  try {
    const manifest = createRequire(tsconfigFile).resolve('typescript/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
    return Number.parseInt(version, 10);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** What a project's own compiler is told of decorators. */
export interface DecoratorOptions {
  /** The `tsconfig.json`, absolute. */
  readonly file: string;
  readonly experimentalDecorators: boolean;
  readonly emitDecoratorMetadata: boolean;
}

/**
 * What the `tsconfig.json` that a source file belongs to says of decorators; `null` if it belongs to none.
 *
 * @throws {LimbeckError} `config/tsconfig-invalid`
 */
export function decoratorOptionsOf(file: string): DecoratorOptions | null {
  const tsconfig = findTsconfig(file);
  const { experimentalDecorators = false, emitDecoratorMetadata = false } = tsconfig?.config.compilerOptions ?? {};
  return tsconfig === null ? null : { file: tsconfig.path, experimentalDecorators, emitDecoratorMetadata };
}
