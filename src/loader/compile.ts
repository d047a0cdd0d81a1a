import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type * as Swc from '@swc/core';

import { messageOf } from '../kernel/error-text.js';
import { LimbeckError } from '../kernel/errors.js';
import { completeMetadata } from './metadata.js';
import type { ModuleFormat } from './module-format.js';
import { withoutNullInUnions } from './null-in-unions.js';
import { projectOf, type Project } from './project.js';
import { readSyntaxError } from './syntax-error.js';
import { addTypeExports } from './type-exports.js';

/**
 * The JavaScript of a TypeScript file, with decorator metadata and an inline source map.
 *
 * Types are not checked. Decorators are always TypeScript's own, with metadata, whatever the `tsconfig.json` says:
 * TypeORM's decorators know no others.
 *
 * @throws {LimbeckError} `config/does-not-compile`, `config/compiler-missing`, `config/tsconfig-invalid`
 */
export function compile(file: string, format: ModuleFormat): string {
  const project = projectOf(file);
  const compiler = loadCompiler();
  const text = readFileSync(file, 'utf8');
  try {
    const source = project.strictNullChecks ? text : withoutNullInUnions(text, compiler.parseSync);
    const { code, map } = compiler.transformSync(source, swcOptions(file, format, project));
    const complete = format === 'module' ? addTypeExports(completeMetadata(code, format), text) : completeMetadata(code, format);
    const inlineMap = Buffer.from(map ?? '').toString('base64');
    return `${complete}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}\n`;
  } catch (error) {
    throw readSyntaxError(file, text, error) ?? error;
  }
}

function loadCompiler(): typeof Swc {
  try {
    return createRequire(__filename)('@swc/core') as typeof Swc;
  } catch (error) {
    throw new LimbeckError('config/compiler-missing', { problem: messageOf(error).split('\n', 1).join() }, { cause: error });
  }
}

/** The target is fixed, as every Node that Limbeck supports runs it; what an older one implies for fields is in `project`. */
function swcOptions(file: string, format: ModuleFormat, project: Project): Swc.Options {
  return {
    filename: file,
    sourceFileName: file,
    configFile: false,
    swcrc: false,
    sourceMaps: true,
    inlineSourcesContent: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      target: 'es2022',
      keepClassNames: true,
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: project.useDefineForClassFields,
        verbatimModuleSyntax: project.verbatimModuleSyntax,
      },
      experimental: { keepImportAttributes: true },
    },
    module:
      format === 'module'
        ? { type: 'es6' }
        : {
            type: 'commonjs',
            importInterop: project.esModuleInterop ? 'swc' : 'none',
            ignoreDynamic: project.keepDynamicImport,
            exportInteropAnnotation: true,
          },
  };
}
