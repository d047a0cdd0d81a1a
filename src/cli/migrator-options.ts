import { dirname, resolve } from 'node:path';
import { type CompleteOptions, completeOptions } from '../migrator/options.js';
import type { LoadedConfig } from '../typeorm/load-data-source.js';
import type { CommonOptions } from './common-options.js';
import { guardCallbacks } from './guard-callbacks.js';
import type { Reporter } from './reporter.js';
import { pairsOf } from './values.js';

/**
 * What was said on the command line wins over what stands beside the data source; a folder is relative to where it was said.
 *
 * @throws {LimbeckError} `config/bad-option`, `config/unknown-option`.
 */
export function migratorOptions({ options, file }: LoadedConfig, said: CommonOptions, reporter: Reporter): CompleteOptions {
  const beside = guardCallbacks(completeOptions(options === undefined ? {} : options, dirname(file)));
  return {
    ...beside,
    compareType: said.compareType ?? beside.compareType,
    compareDefault: said.compareDefault ?? beside.compareDefault,
    arguments: { ...beside.arguments, ...pairsOf('-x', said.argument ?? []) },
    directory: said.directory === undefined ? beside.directory : resolve(said.directory),
    onEvent: (event) => {
      reporter.onEvent(event);
      beside.onEvent(event);
    },
  };
}
